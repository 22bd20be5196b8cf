import {
  activities,
  all,
  cancelRequests,
  continueAsNew,
  shield,
  signal,
  workflow,
  type ContinueAsNewOptions,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  undo(): Promise<string>
}
const { a, undo } = activities<Impl>({ startToClose: '5m' })
const go = signal<number>('go')
const other = signal<string>('other')
const again = (options?: ContinueAsNewOptions) =>
  workflow({ name: 'w' }, async function* (round: number) {
    yield* a()
    return yield* continueAsNew(round + 1, options)
  })
const send = (history: ReplayedHistory, signalName: string, input?: string) =>
  history.record('WorkflowExecutionSignaled', { signalName, input })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const inputOf = (history: ReplayedHistory) =>
  history.events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes!.input

describe('continueAsNew', () => {
  it('carries over the values that SWF would take from the defaults of the type, and the tags', async () => {
    const history = new ReplayedHistory(again(), 1)
    Object.assign(history.events[0]!.workflowExecutionStartedEventAttributes!, {
      executionStartToCloseTimeout: '7200',
      taskStartToCloseTimeout: '20',
      childPolicy: 'ABANDON',
      taskPriority: '3',
      tagList: ['x'],
      lambdaRole: 'role',
    })
    await history.task()
    history.completed('1').begin()
    expect(await history.decide()).toEqual([
      {
        decisionType: 'ContinueAsNewWorkflowExecution',
        continueAsNewWorkflowExecutionDecisionAttributes: {
          input: '{"json":2}',
          executionStartToCloseTimeout: '7200',
          taskList: { name: 'main' },
          taskStartToCloseTimeout: '20',
          childPolicy: 'ABANDON',
          taskPriority: '3',
          tagList: ['x'],
          lambdaRole: 'role',
        },
      },
    ])
    expect((await history.everyWay()).report.ended).toEqual({ continuedAsNew: 2 })
  })

  it('uses the options of the call instead', async () => {
    const history = new ReplayedHistory(
      again({
        version: '2.0',
        taskList: 'other',
        executionStartToClose: '1h',
        taskStartToClose: '5s',
        childPolicy: 'TERMINATE',
        tags: [],
        priority: 1,
        lambdaRole: 'mine',
      }),
      1,
    )
    await history.task()
    history.completed('1').begin()
    expect((await history.decide())[0]!.continueAsNewWorkflowExecutionDecisionAttributes).toEqual({
      input: '{"json":2}',
      workflowTypeVersion: '2.0',
      executionStartToCloseTimeout: '3600',
      taskList: { name: 'other' },
      taskStartToCloseTimeout: '5',
      childPolicy: 'TERMINATE',
      taskPriority: '1',
      tagList: [],
      lambdaRole: 'mine',
    })
  })

  it('loses no signal: the input has unread ones, even if the close was refused before (C12, L7)', async () => {
    const history = new ReplayedHistory(again(), 1)
    await history.task()
    send(history, 'go', '{"json":1}')
    history.completed('1').begin()
    await history.decide()
    send(history, 'other')
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('ContinueAsNewWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId,
    })
    history.replay = history.fresh() // H4
    await history.task()
    expect(inputOf(history)).toBe(
      '{"reyield":1,"input":"{\\"json\\":2}","signals":[{"name":"go","input":"{\\"json\\":1}"},{"name":"other"}]}',
    )
    const next = new ReplayedHistory(
      workflow({ name: 'w' }, async function* (round: number) {
        return [round, yield* go, yield* other]
      }),
    )
    next.events[0]!.workflowExecutionStartedEventAttributes!.input = inputOf(history)
    expect(await next.task()).toEqual(['complete [2,1,null]'])
    await next.everyWay()
  })

  it('carries over a cancel request that was not thrown, and not one that was (C10)', async () => {
    const program = (waits: boolean) =>
      workflow({ name: 'w' }, async function* () {
        try {
          if (waits) yield* a()
          else yield* shield(a())
        } catch {
          // goes on
        }
        yield* continueAsNew()
      })
    const delivered = new ReplayedHistory(program(true))
    await delivered.task()
    ask(delivered)
    await delivered.task()
    expect(inputOf(delivered)).toBe(undefined)
    const cleaning = workflow({ name: 'w' }, async function* () {
      try {
        yield* continueAsNew()
      } finally {
        yield* shield(undo())
      }
    })
    const unheard = new ReplayedHistory(cleaning)
    expect(await unheard.task()).toEqual(['schedule 1.1 undo'])
    ask(unheard)
    expect(await unheard.task()).toEqual([])
    unheard.completed('1.1')
    await unheard.task()
    expect(inputOf(unheard)).toBe('{"reyield":1,"input":null,"cancel":true}')
    const next = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        try {
          return yield* a()
        } catch (error) {
          return [(error as Error).name, yield* cancelRequests()]
        }
      }),
    )
    next.events[0]!.workflowExecutionStartedEventAttributes!.input = inputOf(unheard)
    expect(await next.task()).toEqual(['complete ["CanceledError",1]'])
  })

  it('whose clean-up fails closes as FAILED (C11)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* continueAsNew()
      } finally {
        yield* shield(undo())
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1', 'Error: no')
    expect(await history.task()).toEqual([
      "fail ActivityFailedError: Activity undo 1.0 (id '1.1') failed: Error: no",
    ])
  })

  it('is refused in a branch, a shield and in clean-up (C11)', async () => {
    const next = function* () {
      yield* continueAsNew()
    }
    const program = workflow({ name: 'w' }, async function* () {
      const codes: unknown[] = []
      for (const operation of [() => all([next()]), () => shield(next())]) {
        try {
          yield* operation()
        } catch (error) {
          codes.push((error as Error).message)
        }
      }
      return codes
    })
    const why =
      'only the workflow itself may call it, outside all, race, fork and shield, and before its clean-up. ' +
      'Let the branch return the new input, and continue as new after it'
    expect(await new ReplayedHistory(program).task()).toEqual([
      `complete ${JSON.stringify([
        `continueAsNew was called in branch 1.1: ${why}`,
        `continueAsNew was called in branch 2: ${why}`,
      ])}`,
    ])
    const twice = workflow({ name: 'w' }, async function* () {
      try {
        yield* continueAsNew(1)
      } catch {
        yield* continueAsNew(2)
      }
    })
    await expect(new ReplayedHistory(twice).task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: {
        code: 'CONTINUE_AS_NEW_MISPLACED',
        message: `continueAsNew was called in clean-up: ${why}`,
      },
    })
  })

  it('that is recorded where the program does something else is nondeterminism', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        yield* a()
      }),
    )
    history.begin()
    history.complete([
      {
        decisionType: 'ContinueAsNewWorkflowExecution',
        continueAsNewWorkflowExecutionDecisionAttributes: {},
      },
    ])
    history.begin()
    await expect(history.decide()).rejects.toThrow(/has not ended there/)
  })
})
