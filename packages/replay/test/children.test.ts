import {
  activities,
  child,
  isReyieldError,
  race,
  signal,
  sleep,
  startChild,
  workflow,
  type ChildOptions,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
}
const { a } = activities<Impl>({ startToClose: '5m' })
const ship = workflow(
  { name: 'ship', executionStartToClose: '1 day', childPolicy: 'REQUEST_CANCEL' },
  async function* (order: { id: string }) {
    return `${yield* a()} ${order.id}`
  },
)
const waiting = (options?: ChildOptions) =>
  workflow({ name: 'w' }, async function* () {
    try {
      return yield* child(ship, { id: '7' }, options)
    } catch (error) {
      const { code, message, cause } = error as { code: string; message: string; cause?: Error }
      return [code, message, cause?.message]
    }
  })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const stop = signal('stop')
const send = (history: ReplayedHistory) => history.record('WorkflowExecutionSignaled', { signalName: 'stop' })
const id = 'history.uwirmva4bj.1'

describe('a child workflow', () => {
  it('is started with all values of its declaration, under an id of workflow, run and place', async () => {
    const history = new ReplayedHistory(waiting())
    history.begin()
    expect(await history.decide()).toEqual([
      {
        decisionType: 'StartChildWorkflowExecution',
        startChildWorkflowExecutionDecisionAttributes: {
          workflowType: { name: 'ship', version: '1.0' },
          workflowId: expect.stringMatching(/^history\.[a-z2-7]{10}\.1$/) as string,
          control: '1',
          input: '{"json":{"id":"7"}}',
          taskList: { name: 'main' },
          executionStartToCloseTimeout: '86400',
          taskStartToCloseTimeout: '10',
          childPolicy: 'REQUEST_CANCEL',
        },
      },
    ])
  })

  it('uses the options of the call instead', async () => {
    const history = new ReplayedHistory(
      waiting({
        workflowId: 'own',
        taskList: 'other',
        executionStartToClose: '2h',
        taskStartToClose: '20s',
        childPolicy: 'ABANDON',
        tags: ['x', 'y'],
        priority: 5,
        lambdaRole: 'arn:aws:iam::1:role/r',
      }),
    )
    history.begin()
    expect((await history.decide())[0]!.startChildWorkflowExecutionDecisionAttributes).toEqual({
      workflowType: { name: 'ship', version: '1.0' },
      workflowId: 'own',
      control: '1',
      input: '{"json":{"id":"7"}}',
      taskList: { name: 'other' },
      executionStartToCloseTimeout: '7200',
      taskStartToCloseTimeout: '20',
      childPolicy: 'ABANDON',
      tagList: ['x', 'y'],
      taskPriority: '5',
      lambdaRole: 'arn:aws:iam::1:role/r',
    })
  })

  it('returns its result; the event of its start has no effect', async () => {
    const history = new ReplayedHistory(waiting())
    expect(await history.task()).toEqual(['start child 1 ship'])
    history.child('1', 'Started')
    expect(await history.task()).toEqual([])
    history.child('1', 'Completed', { result: '{"json":"sent"}' })
    expect(await history.task()).toEqual(['complete "sent"'])
    await history.everyWay()
  })

  const failure = '{"reyield":1,"name":"RangeError","message":"too far"}'
  it.each([
    ['Failed', { reason: 'RangeError: too far', details: failure }, 'CHILD_FAILED', 'too far'],
    ['Canceled', {}, 'CHILD_CANCELED', undefined],
    ['TimedOut', { timeoutType: 'START_TO_CLOSE' }, 'CHILD_TIMED_OUT', undefined],
    ['Terminated', {}, 'CHILD_TERMINATED', undefined],
  ])('that closes as %s throws a typed error', async (what, attributes, code, cause) => {
    const history = new ReplayedHistory(waiting({ workflowId: 'own' }))
    await history.task()
    history.child('1', 'Started')
    await history.task()
    history.child('1', what, attributes)
    const { report } = await (history.begin(), history.everyWay())
    const { result } = report.ended as { result: unknown[] }
    expect([result[0], result[2]]).toEqual([code, cause])
    expect(result[1]).toMatch(/^Child workflow ship 1\.0 \('own'\) /)
  })

  it('that SWF refuses throws with the cause, at once or later (H6)', async () => {
    const history = new ReplayedHistory(waiting({ workflowId: 'own' }))
    history.begin()
    await history.decide()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    const failed = {
      control: '1',
      workflowId: 'own',
      workflowType: { name: 'ship', version: '1.0' },
      decisionTaskCompletedEventId,
    }
    history.record('StartChildWorkflowExecutionFailed', {
      ...failed,
      cause: 'WORKFLOW_TYPE_DEPRECATED',
      initiatedEventId: 0,
    })
    expect(await history.task()).toEqual([
      'complete ["CHILD_NOT_STARTED","Child workflow ship 1.0 (\'own\') was not started: WORKFLOW_TYPE_DEPRECATED; the type is deprecated: use a newer version",null]',
    ])
    const other = new ReplayedHistory(waiting({ workflowId: 'own' }))
    await other.task()
    other.record('StartChildWorkflowExecutionFailed', {
      ...failed,
      cause: 'WORKFLOW_ALREADY_RUNNING',
      decisionTaskCompletedEventId: 4,
      initiatedEventId: other.opened('StartChildWorkflowExecutionInitiated', 'control', '1'),
    })
    expect(await other.task()).toEqual([expect.stringMatching(/WORKFLOW_ALREADY_RUNNING/)])
    await other.everyWay()
  })

  it('that SWF refuses for its rate is asked for again after ~back (L2)', async () => {
    const history = new ReplayedHistory(waiting())
    history.begin()
    await history.decide()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('StartChildWorkflowExecutionFailed', {
      control: '1',
      workflowType: { name: 'ship', version: '1.0' },
      cause: 'CHILD_CREATION_RATE_EXCEEDED',
      initiatedEventId: 0,
      decisionTaskCompletedEventId,
    })
    expect(await history.task()).toEqual(['start ~back 1s'])
    history.fired('~back')
    expect(await history.task()).toEqual(['start child 1 ship'])
  })
})

describe('a child that no coroutine waits for any longer', () => {
  const racing = (options?: ChildOptions, apart = false) =>
    workflow({ name: 'w' }, async function* () {
      yield* race([apart ? startChild(ship, { id: '7' }, options) : child(ship, { id: '7' }, options), stop])
      yield* sleep('1m')
    })

  it('is requested to cancel, but only when it has started (L5)', async () => {
    const history = new ReplayedHistory(racing())
    await history.task()
    send(history)
    expect(await history.task()).toEqual(['start 2 60s'])
    history.child('1.1.1', 'Started')
    expect(await history.task()).toEqual([expect.stringMatching(/^cancel 1\.1\.1 execution history\./)])
    history.record('ExternalWorkflowExecutionCancelRequested', { initiatedEventId: history.events.length })
    expect(await history.task()).toEqual([])
    history.child('1.1.1', 'Canceled')
    history.fired('2')
    expect(await history.task()).toEqual(['complete undefined'])
    await history.everyWay()
  })

  it('is requested again after ~back if SWF refuses for its rate, but not if it has closed meanwhile (L5)', async () => {
    const history = new ReplayedHistory(racing({ workflowId: 'own' }))
    await history.task()
    history.child('1.1.1', 'Started')
    await history.task()
    send(history)
    expect(await history.task()).toEqual(['cancel 1.1.1 execution own', 'start 2 60s'])
    const canceled = { control: '1.1.1', workflowId: 'own', decisionTaskCompletedEventId: 0 }
    history.record('RequestCancelExternalWorkflowExecutionFailed', {
      ...canceled,
      cause: 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED',
      initiatedEventId: history.opened('RequestCancelExternalWorkflowExecutionInitiated', 'control', '1.1.1'),
    })
    expect(await history.task()).toEqual(['start ~back 1s'])
    history.fired('~back')
    expect(await history.task()).toEqual(['cancel 1.1.1 execution own'])
    history.record('RequestCancelExternalWorkflowExecutionFailed', {
      ...canceled,
      cause: 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
      initiatedEventId: history.opened('RequestCancelExternalWorkflowExecutionInitiated', 'control', '1.1.1'),
    })
    expect(await history.task()).toEqual([])
    await history.everyWay()
  })

  it('keeps the execution from closing until it has started and can be canceled (L6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([child(ship, { id: '7' }, { workflowId: 'own' }), stop])
      return 'done'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history)
    expect(await history.task()).toEqual([])
    history.child('1.1.1', 'Started')
    expect(await history.task()).toEqual(['cancel 1.1.1 execution own', 'complete "done"'])
    await history.everyWay()
  })

  it('continues with cancellation abandon', async () => {
    const history = new ReplayedHistory(racing({ cancellation: 'abandon' }))
    await history.task()
    history.child('1.1.1', 'Started')
    await history.task()
    send(history)
    expect(await history.task()).toEqual(['start 2 60s'])
    history.fired('2')
    expect(await history.task()).toEqual(['complete undefined'])
  })

  it('is awaited with cancellation wait: the branch ends when it has closed', async () => {
    const history = new ReplayedHistory(racing({ cancellation: 'wait', workflowId: 'own' }))
    await history.task()
    send(history)
    expect(await history.task()).toEqual([])
    history.child('1.1.1', 'Started')
    expect(await history.task()).toEqual(['cancel 1.1.1 execution own'])
    history.child('1.1.1', 'Canceled')
    expect(await history.task()).toEqual(['start 2 60s'])
    await history.everyWay()
  })

  it('is canceled, too, if the program never got its handle', async () => {
    const history = new ReplayedHistory(racing({ workflowId: 'own' }, true))
    await history.task()
    send(history)
    await history.task()
    history.child('1.1.1', 'Started')
    expect(await history.task()).toEqual(['cancel 1.1.1 execution own'])
  })
})

describe('a child started apart', () => {
  const changed = signal<string>('changed')
  const program = workflow({ name: 'w' }, async function* () {
    const started = yield* startChild(ship, { id: '7' }, { workflowId: 'own' })
    yield* started.signal(changed, 'address')
    yield* sleep('1m')
    try {
      return [started.workflowId, started.runId, yield* started.result(), yield* started.result()]
    } catch (error) {
      return isReyieldError(error, 'CHILD_FAILED') && error.reason
    }
  })

  it('returns a handle when it has started: ids, signal, result', async () => {
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['start child 1 ship'])
    history.child('1', 'Started')
    expect(await history.task()).toEqual(['signal 2 changed to own'])
    const { runId } = history.events.at(-1)!.signalExternalWorkflowExecutionInitiatedEventAttributes!
    expect(runId).toBe('run of own')
    history.record('ExternalWorkflowExecutionSignaled', { initiatedEventId: history.events.length })
    expect(await history.task()).toEqual(['start 3 60s'])
    history.fired('3')
    expect(await history.task()).toEqual([])
    expect((await history.everyWay()).report.waiting).toEqual([
      { kind: 'childResult', id: '1', state: 'open' },
    ])
    history.child('1', 'Completed', { result: '{"json":"sent"}' })
    expect(await history.task()).toEqual(['complete ["own","run of own","sent","sent"]'])
    await history.everyWay()
  })

  it('keeps its outcome for later calls of result()', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.child('1', 'Started')
    await history.task()
    history.child('1', 'Failed', { reason: 'Error: no' })
    history.record('ExternalWorkflowExecutionSignaled', {
      initiatedEventId: history.opened('SignalExternalWorkflowExecutionInitiated', 'control', '2'),
    })
    await history.task()
    history.fired('3')
    expect(await history.task()).toEqual(['complete "Error: no"'])
  })

  it('is not bound to the branch that started it, and continues after the close', async () => {
    const loose = workflow({ name: 'w' }, async function* () {
      yield* startChild(ship, { id: '7' })
      yield* a()
    })
    const history = new ReplayedHistory(loose)
    await history.task()
    history.child('1', 'Started')
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
  })

  it('can be canceled with its handle', async () => {
    const canceling = workflow({ name: 'w' }, async function* () {
      const started = yield* startChild(ship, { id: '7' }, { workflowId: 'own' })
      yield* started.requestCancel()
      return 'asked'
    })
    const history = new ReplayedHistory(canceling)
    await history.task()
    history.child('1', 'Started')
    expect(await history.task()).toEqual(['cancel 2 execution own'])
    history.record('ExternalWorkflowExecutionCancelRequested', { initiatedEventId: history.events.length })
    expect(await history.task()).toEqual(['complete "asked"'])
  })
})

it('the id of a child is a format: the same in every build', async () => {
  const history = new ReplayedHistory(waiting())
  await history.task()
  const { workflowId } = history.events.at(-1)!.startChildWorkflowExecutionInitiatedEventAttributes!
  expect(workflowId).toBe(id)
})

it('starts beyond 1,000 open children wait (L4)', async () => {
  const program = workflow({ name: 'w' }, async function* () {
    yield* race([child(ship, { id: '1' }), child(ship, { id: '2' }), child(ship, { id: '3' })])
  })
  const history = new ReplayedHistory(program, undefined, { limits: { openChildren: 2 } })
  expect(await history.task()).toEqual(['start child 1.1.1 ship', 'start child 1.2.1 ship'])
})
