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
  it('completes with a result typed by its definition, after it was started implicitly', async () => {
    const recorded = await begun()
    expect(recorded.open).toEqual(["child '1' ship 1.0 (initiated)"])
    const done = await decide(parent, recorded.child(ship).completed(5))
    expect(done.result).toEqual({ gave: 5 })
    expect(
      recorded
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
    recorded.child(ship).completed('five')
  })

  it.each([
    ['failed', 'CHILD_FAILED'],
    ['canceled', 'CHILD_CANCELED'],
    ['timedOut', 'CHILD_TIMED_OUT'],
    ['terminated', 'CHILD_TERMINATED'],
    ['notStarted', 'CHILD_NOT_STARTED'],
  ] as const)('with outcome %s throws %s in its parent', async (how, code) => {
    const steps = (await begun()).child('1')
    expect(
      (await decide(parent, how === 'failed' ? steps.failed(new Error('no')) : steps[how]())).result,
    ).toBe(code)
  })

  it('records in the batch that SWF refuses to start it', async () => {
    const first = await decide(parent, history(parent).started())
    const recorded = history(parent).started().decided(refused(first.raw[0]!, 'WORKFLOW_TYPE_DEPRECATED'))
    expect((await decide(parent, recorded)).result).toBe('CHILD_NOT_STARTED')
  })

  it('cannot end if it is not open', async () => {
    const recorded = (await begun()).child('1').started()
    expect(() => recorded.child('1').started()).toThrow(
      "ChildWorkflowExecutionStarted of '1' isn't possible here: it has already started. " +
        "Open: a queued decision task (event 7), child '1' ship 1.0 (started)",
    )
    expect(() => history(parent).started().decided().child('2').completed()).toThrow(
      "ChildWorkflowExecutionCompleted of '2' isn't possible here: no open child has this id. Open: nothing",
    )
  })
})

describe('a fake history with other operations', () => {
  it('delivers signals and cancel requests to other executions, or not', async () => {
    const signals = of(() => signalExternal({ workflowId: 'cart' }, approved, { by: 'ann' }))
    const recorded = await begun(signals)
    expect(recorded.open).toEqual(["signal '1' to execution 'cart'"])
    expect((await decide(signals, recorded.signalOut().delivered())).result).toEqual({ gave: undefined })
    expect((await decide(signals, recorded.signalOut('1').failed())).result).toBe('EXTERNAL_SIGNAL_FAILED')
    const cancels = of(() => cancelExternal({ workflowId: 'cart' }))
    const asked = await begun(cancels)
    expect((await decide(cancels, asked.cancelOut().delivered())).result).toEqual({ gave: undefined })
    expect((await decide(cancels, asked.cancelOut().failed())).result).toBe('EXTERNAL_CANCEL_FAILED')
  })

  it('ends Lambda functions in four ways', async () => {
    const calls = of(() => lambda('thumbnail', 'x'))
    const recorded = await begun(calls)
    expect(recorded.open).toEqual(["Lambda function '1' thumbnail"])
    expect((await decide(calls, recorded.lambda().completed({ width: 5 }))).result).toEqual({
      gave: { width: 5 },
    })
    expect((await decide(calls, recorded.lambda().failed())).result).toBe('LAMBDA_FAILED')
    expect((await decide(calls, recorded.lambda().timedOut())).result).toBe('LAMBDA_TIMED_OUT')
    expect((await decide(calls, recorded.lambda('thumbnail').notStarted())).result).toBe('LAMBDA_NOT_STARTED')
    expect((await decide(calls, recorded)).next.lambda('1').completed().events).toHaveLength(8)
    expect((await decide(calls, history(calls).started())).decisions).toEqual([
      { lambda: 'thumbnail', id: '1', input: 'x' },
    ])
  })

  it('is closed by a continue-as-new, and has the marker of a side effect', async () => {
    const again = workflow({ name: 'again', executionStartToClose: '1 day' }, async function* (n: number) {
      return yield* continueAsNew(n + (yield* sideEffect(() => 1)))
    })
    const { decisions, ended, next } = await decide(again, history(again).started(1))
    expect(decisions).toEqual([{ marker: 's1', details: 1 }, { continueAsNew: 2 }])
    expect(ended).toEqual({ continuedAsNew: 2 })
    expect(next.events.at(-1)!.eventType).toBe('WorkflowExecutionContinuedAsNew')
  })

  it('types a signal by its declaration', async () => {
    const waits = workflow({ name: 'waits', executionStartToClose: '1 day' }, async function* () {
      return yield* approved
    })
    const recorded = history(waits).started().signaled(approved, { by: 'ann' })
    expect((await decide(waits, recorded)).result).toEqual({ by: 'ann' })
    // @ts-expect-error -- it carries who approved
    history(waits).started().signaled(approved, 'ann')
  })
})

describe('a step with several open activities', () => {
  const { pack } = activities<{ pack(item: string): Promise<string> }>({ startToClose: '5m' })
  const recorded = history()
    .started()
    .scheduled('1', pack, 'a')
    .scheduled('2', pack, 'b')
    .scheduled('3', pack, 'b')
  const ended = (picked: ReturnType<typeof recorded.completed>) =>
    picked.events.at(-2)!.activityTaskCompletedEventAttributes?.scheduledEventId ??
    picked.events.at(-1)!.activityTaskCompletedEventAttributes!.scheduledEventId

  it('applies to the oldest, or by id, input and number', () => {
    expect([
      ended(recorded.completed(pack, 'x')),
      ended(recorded.completed(pack, 'x', { id: '3' })),
      ended(recorded.completed(pack, 'x', { input: 'b' })),
      ended(recorded.completed(pack, 'x', { input: 'b', nth: 2 })),
    ]).toEqual([5, 7, 6, 7])
  })

  it('is refused for an activity that is not open', () => {
    expect(() => recorded.completed(pack, 'x', { input: 'c' })).toThrow(
      /no activity pack 1\.0 that fits \{ input: 'c' \} is open/,
    )
  })
})
