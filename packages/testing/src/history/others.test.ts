import {
  activities,
  cancelExternal,
  child,
  continueAsNew,
  isReyieldError,
  lambda,
  sideEffect,
  signal,
  signalExternal,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, refused } from '../index.ts'

const approved = signal<{ by: string }>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1h' }, function* (_: string) {
  yield* []
  return 5
})
const of = (make: () => Operation<unknown>) =>
  workflow({ name: 'w', executionStartToClose: '1 day' }, async function* () {
    try {
      return { gave: yield* make() }
    } catch (error) {
      return isReyieldError(error) ? error.code : error
    }
  })
const parent = of(() => child(ship, 'vase'))
const begun = async (definition = parent) => (await decide(definition, history(definition).started())).next

describe('a fake child', () => {
  it('completes with a result typed by its definition; it is started by itself', async () => {
    const told = await begun()
    expect(told.open).toEqual(["child '1' ship 1.0 (initiated)"])
    const done = await decide(parent, told.child(ship).completed(5))
    expect(done.result).toEqual({ gave: 5 })
    expect(
      told
        .child(ship)
        .completed(5)
        .events.map(({ eventType }) => eventType)
        .slice(-4),
    ).toEqual([
      'StartChildWorkflowExecutionInitiated',
      'ChildWorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'ChildWorkflowExecutionCompleted',
    ])
    // @ts-expect-error -- its result is a number
    told.child(ship).completed('five')
  })

  it.each([
    ['failed', 'CHILD_FAILED'],
    ['canceled', 'CHILD_CANCELED'],
    ['timedOut', 'CHILD_TIMED_OUT'],
    ['terminated', 'CHILD_TERMINATED'],
    ['notStarted', 'CHILD_NOT_STARTED'],
  ] as const)('that is %s throws %s', async (how, code) => {
    const steps = (await begun()).child('1')
    expect(
      (await decide(parent, how === 'failed' ? steps.failed(new Error('no')) : steps[how]())).result,
    ).toBe(code)
  })

  it('that SWF refuses at once is told in the batch', async () => {
    const first = await decide(parent, history(parent).started())
    const told = history(parent).started().decided(refused(first.raw[0]!, 'WORKFLOW_TYPE_DEPRECATED'))
    expect((await decide(parent, told)).result).toBe('CHILD_NOT_STARTED')
  })

  it('that is not open can not end', async () => {
    const told = (await begun()).child('1').started()
    expect(() => told.child('1').started()).toThrow(
      "ChildWorkflowExecutionStarted of '1' isn't possible here: it has started already. " +
        "Open: a queued decision task (event 7), child '1' ship 1.0 (started)",
    )
    expect(() => history(parent).started().decided().child('2').completed()).toThrow(
      "ChildWorkflowExecutionCompleted of '2' isn't possible here: no open child has this id. Open: nothing",
    )
  })
})

describe('other fake things', () => {
  it('signals and cancel requests to other executions are delivered, or fail', async () => {
    const signals = of(() => signalExternal({ workflowId: 'cart' }, approved, { by: 'ann' }))
    const told = await begun(signals)
    expect(told.open).toEqual(["signal '1' to execution 'cart'"])
    expect((await decide(signals, told.signalOut().delivered())).result).toEqual({ gave: undefined })
    expect((await decide(signals, told.signalOut('1').failed())).result).toBe('EXTERNAL_SIGNAL_FAILED')
    const cancels = of(() => cancelExternal({ workflowId: 'cart' }))
    const asked = await begun(cancels)
    expect((await decide(cancels, asked.cancelOut().delivered())).result).toEqual({ gave: undefined })
    expect((await decide(cancels, asked.cancelOut().failed())).result).toBe('EXTERNAL_CANCEL_FAILED')
  })

  it('Lambda functions end in four ways', async () => {
    const calls = of(() => lambda('thumbnail', 'x'))
    const told = await begun(calls)
    expect(told.open).toEqual(["Lambda function '1' thumbnail"])
    expect((await decide(calls, told.lambda().completed({ width: 5 }))).result).toEqual({
      gave: { width: 5 },
    })
    expect((await decide(calls, told.lambda().failed())).result).toBe('LAMBDA_FAILED')
    expect((await decide(calls, told.lambda().timedOut())).result).toBe('LAMBDA_TIMED_OUT')
    expect((await decide(calls, told.lambda('thumbnail').notStarted())).result).toBe('LAMBDA_NOT_STARTED')
    expect((await decide(calls, told)).next.lambda('1').completed().events).toHaveLength(8)
    expect((await decide(calls, history(calls).started())).decisions).toEqual([
      { lambda: 'thumbnail', id: '1', input: 'x' },
    ])
  })

  it('a continue-as-new closes the history; a side effect leaves its marker', async () => {
    const again = workflow({ name: 'again', executionStartToClose: '1 day' }, async function* (n: number) {
      return yield* continueAsNew(n + (yield* sideEffect(() => 1)))
    })
    const { decisions, ended, next } = await decide(again, history(again).started(1))
    expect(decisions).toEqual([{ marker: 's1', details: 1 }, { continueAsNew: 2 }])
    expect(ended).toEqual({ continuedAsNew: 2 })
    expect(next.events.at(-1)!.eventType).toBe('WorkflowExecutionContinuedAsNew')
  })

  it('a signal is typed by its declaration', async () => {
    const waits = workflow({ name: 'waits', executionStartToClose: '1 day' }, async function* () {
      return yield* approved
    })
    const told = history(waits).started().signaled(approved, { by: 'ann' })
    expect((await decide(waits, told)).result).toEqual({ by: 'ann' })
    // @ts-expect-error -- it carries who approved
    history(waits).started().signaled(approved, 'ann')
  })
})

describe('which of several activities', () => {
  const { pack } = activities<{ pack(item: string): Promise<string> }>({ startToClose: '5m' })
  const told = history()
    .started()
    .scheduled('1', pack, 'a')
    .scheduled('2', pack, 'b')
    .scheduled('3', pack, 'b')
  const ended = (picked: ReturnType<typeof told.completed>) =>
    picked.events.at(-2)!.activityTaskCompletedEventAttributes?.scheduledEventId ??
    picked.events.at(-1)!.activityTaskCompletedEventAttributes!.scheduledEventId

  it('the oldest, or by id, input and number', () => {
    expect([
      ended(told.completed(pack, 'x')),
      ended(told.completed(pack, 'x', { id: '3' })),
      ended(told.completed(pack, 'x', { input: 'b' })),
      ended(told.completed(pack, 'x', { input: 'b', nth: 2 })),
    ]).toEqual([5, 7, 6, 7])
  })

  it('one that is not open is refused', () => {
    expect(() => told.completed(pack, 'x', { input: 'c' })).toThrow(
      /no activity pack 1\.0 that fits \{ input: 'c' \} is open/,
    )
  })
})
