import { activities, isReyieldError, race, sideEffect, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, replayAll, where, type History } from '../index.ts'

interface Impl {
  charge(cart: string): Promise<string>
  ship(item: string): Promise<void>
}
const { charge, ship } = activities<Impl>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')

const order = workflow({ name: 'order', executionStartToClose: '30 days' }, async function* (cart: string) {
  const receipt = yield* charge(cart)
  const answer = yield* race({ approved, late: sleep('2 days') })
  if (answer.winner === 'late') return 'not approved'
  yield* sleep('2 days')
  yield* ship(`${receipt} by ${answer.value.by}`)
  return 'shipped'
})
const begun = history(order).started('vase')

/** Types of the events, without those of decision and activity tasks. */
const types = ({ events }: History) =>
  events.map(({ eventType }) => eventType!).filter(type => !/DecisionTask|TaskStarted/.test(type))

const notKnownYet = (written: History) => {
  try {
    return written.events.length === 0
  } catch (error) {
    return isReyieldError(error, 'HISTORY_UNDECIDED')
  }
}

describe('a history written without the decisions', () => {
  const written = begun.completed(charge, 'paid').signaled(approved, { by: 'ann' }).fired('2 days')

  it('is one expression: the workflow decides wherever a step waits for it', async () => {
    const decided = await decide(order, written)
    expect(decided.decisions).toEqual([{ schedule: 'ship', id: '4', input: 'paid by ann' }])
    expect(types(decided.next)).toEqual([
      'WorkflowExecutionStarted',
      'ActivityTaskScheduled',
      'ActivityTaskCompleted',
      'WorkflowExecutionSignaled',
      'TimerStarted',
      'TimerFired',
      'ActivityTaskScheduled',
    ])
  })

  it('has the same events as one written decision by decision', async () => {
    const first = await decide(order, begun)
    const second = first.next.completed(charge, 'paid').signaled(approved, { by: 'ann' })
    const third = (await decide(order, second)).next.fired('2 days')
    expect((await written.resolved()).events).toEqual(third.events)
  })

  it('can be continued, whether its steps are resolved or not', async () => {
    const all = await decide(order, written.completed(ship))
    const apart = await decide(order, (await decide(order, written)).next.completed(ship))
    expect([all.result, all.next.events]).toEqual(['shipped', apart.next.events])
  })

  it('resolves steps that are possible without a further decision: two events, one decision task', async () => {
    const together = begun.completed(charge, 'paid').signaled(approved, { by: 'ann' })
    expect((await decide(order, together)).decisions).toEqual([{ startTimer: '3', seconds: 172_800 }])
    const apart = begun.completed(charge, 'paid').decisionCompleted().signaled(approved, { by: 'ann' })
    expect((await decide(order, apart)).decisions).toEqual([
      { cancelTimer: '2.2.1' },
      { startTimer: '3', seconds: 172_800 },
    ])
  })

  it('can be decided, replayed at every decision task, and asked where the workflow waits', async () => {
    const decided = await decide(order, written)
    expect((await replayAll(order, written)).map(({ decisions }) => decisions.length)).toEqual([1, 1])
    expect((await where(order, written)).map(({ operation }) => operation)).toEqual(["activity 'ship'"])
    expect(decided.next.open).toEqual(["activity '4' ship 1.0 (scheduled)"])
  })

  it('has no events before it is resolved', async () => {
    const looks = ['events', 'open', 'decisionOpen', 'canStartDecision'] as const
    for (const look of looks) {
      expect(() => written[look]).toThrow(
        expect.objectContaining({
          code: 'HISTORY_UNDECIDED',
          message: `\`${look}\` of a history isn't known yet. From step 2, completed(charge), on it waits for decisions of workflow 'order'. Use the result of \`await history.resolved()\``,
        }),
      )
    }
    const resolved = await written.resolved()
    expect([resolved.canStartDecision, await resolved.resolved()]).toEqual([true, resolved])
  })

  it('is resolved once, so side effects have one value', async () => {
    let calls = 0
    const counting = workflow({ name: 'counting', executionStartToClose: '1h' }, async function* () {
      const nth = yield* sideEffect(() => ++calls)
      yield* sleep('1m')
      return nth
    })
    const counted = history(counting).started().fired()
    expect((await decide(counting, counted)).result).toBe((await decide(counting, counted)).result)
    expect(await counted.resolved()).toBe(await counted.resolved())
  })

  it('is resolved with the workflow of the history and decided by any, such as by newer code', async () => {
    const newer = workflow({ name: 'order', executionStartToClose: '30 days' }, async function* (_: string) {
      yield* ship('at once')
    })
    await expect(decide(newer, written)).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })
})

describe('decisionCompleted()', () => {
  it('completes a started decision task; events that it had not seen follow', async () => {
    const written = begun.decisionStarted().signaled(approved, { by: 'ann' }).decisionCompleted()
    expect((await written.resolved()).events.slice(2).map(({ eventType }) => eventType)).toEqual([
      'DecisionTaskStarted',
      'WorkflowExecutionSignaled',
      'DecisionTaskScheduled',
      'DecisionTaskCompleted',
      'ActivityTaskScheduled',
    ])
  })

  it('makes SWF refuse a close that has not seen an event, and the workflow decides again', async () => {
    const quick = workflow({ name: 'quick', executionStartToClose: '1h' }, async function* () {
      yield* sleep('1m')
      return 'done'
    })
    const written = history(quick)
      .started()
      .fired()
      .decisionStarted()
      .signaled('late')
      .decisionCompleted()
      .decisionCompleted()
    expect(types(await written.resolved())).toEqual([
      'WorkflowExecutionStarted',
      'TimerStarted',
      'TimerFired',
      'WorkflowExecutionSignaled',
      'CompleteWorkflowExecutionFailed',
      'WorkflowExecutionCompleted',
    ])
  })

  it('follows from a step that waits for the decisions of a started decision task', async () => {
    const written = begun.decisionStarted().signaled(approved, { by: 'ann' }).completed(charge, 'paid')
    expect((await decide(order, written)).decisions).toEqual([{ startTimer: '3', seconds: 172_800 }])
  })

  it('is possible after decision tasks that timed out', async () => {
    const written = begun.decisionTimedOut().decisionTimedOut().completed(charge, 'paid').decisionTimedOut()
    expect((await decide(order, written)).decisions).toEqual([{ startTimer: '2.2.1', seconds: 172_800 }])
  })
})

describe('a time that a test sets applies to the deferred step', () => {
  it('and not to the decisions before it', async () => {
    const written = await begun.at(new Date('2026-01-01T10:00:00Z')).completed(charge, 'paid').resolved()
    expect(
      written.events.map(({ eventType, eventTimestamp }) => `${eventTimestamp!.toISOString()} ${eventType}`),
    ).toEqual([
      '2026-01-01T00:00:00.000Z WorkflowExecutionStarted',
      '2026-01-01T00:00:00.000Z DecisionTaskScheduled',
      '2026-01-01T00:00:01.000Z DecisionTaskStarted',
      '2026-01-01T00:00:02.000Z DecisionTaskCompleted',
      '2026-01-01T00:00:02.000Z ActivityTaskScheduled',
      '2026-01-01T00:00:03.000Z ActivityTaskStarted',
      '2026-01-01T10:00:00.000Z ActivityTaskCompleted',
      '2026-01-01T10:00:00.000Z DecisionTaskScheduled',
    ])
  })
})

describe('a deferred step that stays impossible', () => {
  it.each<[string, History, string]>([
    [
      'when the workflow has nothing left to decide',
      begun.completed(charge, 'paid').completed(ship),
      "Step 3, completed(ship): ActivityTaskCompleted isn't possible here: no activity ship 1.0 is open, and the workflow has nothing left to decide. Open: timer '2.2.1'",
    ],
    [
      'of a timer of a different length',
      begun.completed(charge, 'paid').fired('1 day'),
      "Step 3, fired(1 day): TimerFired isn't possible here: no timer of 86400 s is open, and the workflow has nothing left to decide. Open: timer '2.2.1'",
    ],
    [
      'for any decision, though a decision task is queued',
      begun.completed(charge, 'paid').timedOut(charge, 'HEARTBEAT').signaled('x'),
      "Step 3, timedOut(charge, HEARTBEAT): ActivityTaskTimedOut HEARTBEAT isn't possible here: no activity charge 1.0 is open, and the workflow has nothing left to decide. Open: timer '2.2.1'",
    ],
    [
      'because the execution is closed',
      begun.completed(charge).fired('2 days').decisionCompleted().signaled('x'),
      "Step 5, signaled(x): The step isn't possible here: the execution is closed (WorkflowExecutionCompleted). Open: nothing",
    ],
    [
      'because there is nothing to decide',
      begun.completed(charge).decisionCompleted().decisionCompleted(),
      "Step 4, decisionCompleted(): DecisionTaskStarted isn't possible here: no decision task is queued, and the workflow has nothing left to decide. Open: timer '2.2.1'",
    ],
    [
      'because time never goes back',
      begun.completed(charge).at(new Date('2026-01-01T00:00:00Z')),
      "Step 3, at(…): A step at 2026-01-01T00:00:00.000Z isn't possible here: time never goes back, and it is 2026-01-01T00:00:04.000Z. Open: a queued decision task (event 8)",
    ],
  ])('is named with its number: %s', async (_, written, message) => {
    expect(notKnownYet(written)).toBe(true)
    await expect(written.resolved()).rejects.toMatchObject({ code: 'HISTORY_IMPOSSIBLE', message })
    await expect(decide(order, written)).rejects.toMatchObject({ message })
  })

  it.each<[string, () => History, RegExp]>([
    [
      'no decision task is queued',
      () => begun.decided().completed(charge),
      /no activity charge 1\.0 is open\. Open: nothing/,
    ],
    [
      'the workflow is unknown',
      () => history().started().completed(charge),
      /no activity charge 1\.0 is open/,
    ],
    [
      'decisions are needed of an unknown workflow',
      () => history().started().decisionCompleted(),
      /the history has no workflow to decide: use history\(workflow\)/,
    ],
    ['there is nothing to decide', () => begun.decided().decisionCompleted(), /no decision task is queued/],
    [
      'no decision can make it possible',
      () => begun.after('1h').signaled('x').at(new Date('2026-01-01T00:30:00Z')),
      /time never goes back/,
    ],
    [
      'the execution has already timed out',
      () => history(order).started('vase').at(new Date('2026-02-01T00:00:00Z')).signaled('x'),
      /the execution times out at 2026-01-31T00:00:00.000Z \(executionStartToClose 2592000 s\) and it is 2026-02-01T00:00:00.000Z/,
    ],
  ])('is refused at once where %s', (_, step, message) => {
    expect(step).toThrow(message)
  })

  it('throws what the replay throws', async () => {
    const stuck = workflow({ name: 'stuck', executionStartToClose: '1h' }, async function* () {
      await new Promise(() => undefined)
      yield* sleep('1h')
    })
    await expect(history(stuck).started().fired().resolved()).rejects.toMatchObject({
      code: 'WORKFLOW_STUCK',
    })
  })
})
