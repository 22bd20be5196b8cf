import {
  activities,
  activity,
  all,
  child,
  fork,
  retry,
  sideEffect,
  signal,
  sleep,
  workflow,
  type AnyWorkflow,
} from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, history, run, type History, type RunView } from '@reyield/testing'
import type { WaitTarget } from '../code/wait-target.ts'
import { budget } from './budget.ts'

const { remind, prepare, work } = activities<{
  remind(nth: number): Promise<void>
  prepare(): Promise<void>
  work(nth: number): Promise<void>
}>({ startToClose: '5m' })
const stop = signal('stop')

const reminders = workflow({ name: 'reminders', taskList: 'l' }, async function* (rounds: number) {
  yield* prepare()
  for (let nth = 1; nth <= rounds; nth++) {
    yield* sleep('1 day')
    yield* remind(nth)
  }
})

/** A fake history in which timers fire and activities complete, until it is closed or has this many events. */
async function historyUntil(definition: AnyWorkflow, begun: History, events: number): Promise<History> {
  let recorded = begun
  for (;;) {
    const { next, waiting, ended } = await decide(definition, recorded)
    if (ended !== undefined || next.events.length >= events) return next
    const { kind, id } = waiting[0]!
    recorded = kind === 'timer' ? next.timerFired(id) : next.activityCompleted(id)
  }
}

describe('budget', () => {
  it('counts events by type, and decision tasks', async () => {
    const recorded = await historyUntil(reminders, history(reminders).started(1), Infinity)
    expect(budget(recorded)).toEqual({
      events: 22,
      byType: {
        WorkflowExecutionStarted: 1,
        DecisionTaskScheduled: 4,
        DecisionTaskStarted: 4,
        DecisionTaskCompleted: 4,
        ActivityTaskScheduled: 2,
        ActivityTaskStarted: 2,
        ActivityTaskCompleted: 2,
        TimerStarted: 1,
        TimerFired: 1,
        WorkflowExecutionCompleted: 1,
      },
      decisionTasks: 4,
      limit: 25_000,
      left: 24_978,
    })
  })

  it('accepts a run, a history and its events', async () => {
    const ran = await run(reminders, 1, { activities: { remind: nothing, prepare: nothing } })
    const { history: recorded } = ran
    expect([budget(recorded), budget(recorded.events)]).toEqual([budget(ran), budget(ran)])
    expect(budget(ran, { limit: 20 })).toMatchObject({ events: 22, limit: 20, left: 0 })
  })

  it.each<[string, WaitTarget]>([
    ['an activity', remind],
    ['a name', 'remind'],
    ['a timer', 'timer'],
  ])('computes the cost of a round of a loop named by %s', async (_, loop) => {
    const recorded = await historyUntil(reminders, history(reminders).started(5), Infinity)
    const { rounds, eventsEach, decisionTasksEach, growing } = budget(recorded, { loop }).loop
    expect({ rounds, eventsEach, decisionTasksEach, growing }).toEqual({
      rounds: 5,
      eventsEach: 11, // timer: 2, activity: 3, two decision tasks: 6
      decisionTasksEach: 2,
      growing: false,
    })
  })

  it('predicts the round in which the limit is reached', async () => {
    const recorded = await historyUntil(reminders, history(reminders).started(1000), 2000)
    const truth = recorded.events.filter(isOf('remind', 2000)).length
    const early = recorded.events.slice(0, 60)
    expect(budget(early, { loop: remind, limit: 2000 }).loop.roundAtLimit).toBe(truth)
    expect(budget(recorded, { loop: remind, limit: 2000 }).loop.roundAtLimit).toBe(truth)
    expect(budget(early, { loop: remind }).loop.roundAtLimit).toBe(2272) // the first begins at 16, and the others every 11 events
  })

  it('finds a loop by its signal, its child, or a chosen id', async () => {
    const next = signal<number>('next')
    const part = workflow({ name: 'part', executionStartToClose: '1h' }, function* () {
      yield* []
    })
    const polling = workflow({ name: 'polling', taskList: 'l' }, async function* () {
      for (;;) {
        yield* next
        yield* work.with({ id: 'poll' })(1)
        yield* child(part)
      }
    })
    const going = run(polling, undefined, { activities: { work: nothing }, children: [part] })
    for (let nth = 1; nth <= 5; nth++) {
      await going.untilIdle()
      going.signal(next, nth)
    }
    const view = await going.untilIdle()
    const costs = [next, work, 'poll', part].map(loop => budget(view, { loop }).loop)
    expect(costs.map(({ rounds, eventsEach }) => [rounds, eventsEach])).toEqual([
      [5, 19], // signal: 1, activity: 3, child: 3, decision tasks: 12
      [5, 19],
      [5, 19],
      [5, 19],
    ])
  })

  it('does not count attempts of a retry policy as rounds', async () => {
    const flaky = activity<number, void>('flaky', { startToClose: '1m', retry: { maximumAttempts: 3 } })
    const looping = workflow({ name: 'looping', taskList: 'l' }, function* () {
      for (let nth = 1; nth <= 5; nth++) yield* flaky.with({ id: 'same' })(nth)
    })
    const ran = await run(looping, undefined, {
      activities: {
        flaky: (_: number, { attempt }: { attempt: number }) => {
          if (attempt < 3) throw new Error('busy')
        },
      },
    })
    expect(budget(ran, { loop: flaky }).loop).toMatchObject({ rounds: 5, eventsEach: 28 })
    expect(() => budget(ran, { loop: 'timer' })).toThrow(/The history has activity 'flaky' 1.0$/)
  })

  it('detects that each round costs more, and predicts the limit accordingly', async () => {
    const view = await loopUntil({ prologue: [], round: ['activity'], growth: 1 }, 8)
    const { loop } = budget(view, { loop: remind, limit: 2000 })
    const truth = await loopUntil({ prologue: [], round: ['activity'], growth: 1 }, loop.roundAtLimit + 1)
    expect(loop).toMatchObject({ rounds: 8, growing: true, eventsEach: 48 })
    expect(truth.history.events.filter(isOf('remind', 2000))).toHaveLength(loop.roundAtLimit)
  })

  it('uses the later rounds if the cost has changed and settled', () => {
    const costs = [30, 30, 30, 30, 30, 10, 10, 10, 10, 10, 10, 10]
    expect(budget(rounds(costs), { loop: 'again', limit: 1000 }).loop).toMatchObject({
      eventsEach: 10,
      growing: false,
    })
  })

  it('predicts the round at the limit for any loop (property)', () =>
    fc.assert(
      fc.asyncProperty(loops, fc.integer({ min: 8, max: 10 }), async (loop, begun) => {
        const view = await loopUntil(loop, 15)
        const places = view.history.events.filter(isOf('remind', Infinity)).map(({ eventId }) => eventId!)
        const early = view.history.events.slice(0, places[begun - 1])
        for (let round = begun; round < 15; round++) {
          const [at, next] = [places[round - 1]!, places[round]!]
          for (const limit of [at, Math.floor((at + next) / 2), next - 1]) {
            expect(budget(early, { loop: remind, limit }).loop).toMatchObject({
              rounds: begun,
              roundAtLimit: round,
              growing: loop.growth > 0,
            })
          }
        }
      }),
      { numRuns: process.env['REYIELD_DEEP'] === '1' ? 200 : 20 },
    ))

  it.each([
    ['a loop that never began', () => budget(rounds([9, 9]), { loop: remind }), 'LOOP_UNKNOWN'],
    ['one round', () => budget(rounds([]), { loop: 'again' }), 'LOOP_TOO_SHORT'],
    ['two rounds', () => budget(rounds([9]), { loop: 'again' }), 'LOOP_TOO_SHORT'],
    ['a limit that is not a whole number', () => budget(rounds([]), { limit: 0.5 }), 'OPTION_INVALID'],
    ['a value that is not a history', () => budget(undefined as never), 'HISTORY_INVALID'],
  ])('refuses %s', (_, ask, code) => {
    expect(ask).toThrow(expect.objectContaining({ code }))
  })

  it('describes in its errors how to fix the call', () => {
    expect(() => budget(rounds([9, 9]), { loop: remind })).toThrow(
      "No round of a loop with activity 'remind' began in the history. Name the loop by something that it does once in each round. The history has signal 'again'",
    )
    expect(() => budget(rounds([9]), { loop: 'again' })).toThrow(
      "A loop with 'again' has only 2 rounds in the history. To compute its cost, at least 3 are needed, because the first and the last aren't counted. Let the loop run longer",
    )
    expect(() => budget(run(reminders, 1) as never)).toThrow('but got a promise. Did you forget await?')
  })
})

const nothing = () => undefined

const isOf =
  (name: string, limit: number) =>
  ({ eventId, activityTaskScheduledEventAttributes: scheduled }: RunView['history']['events'][number]) =>
    scheduled?.activityType?.name === name && eventId! <= limit

/** The events of a loop. A round is from signal to signal, and `costs` are the numbers of events of each. */
function rounds(costs: readonly number[]): RunView['history']['events'] {
  const signaled = {
    eventType: 'WorkflowExecutionSignaled',
    workflowExecutionSignaledEventAttributes: { signalName: 'again' },
  } as const
  const others = (count: number) =>
    Array.from({ length: count }, () => ({ eventType: 'DecisionTaskStarted' }))
  const events = [signaled, ...costs.flatMap(cost => [...others(cost - 1), signaled])]
  return events.map((event, index) => ({
    ...event,
    eventId: index + 1,
    eventTimestamp: new Date(0),
  })) as never
}

type Item = 'activity' | 'timer' | 'parallel' | 'sideEffect' | 'retry' | 'fork'

interface Loop {
  readonly prologue: readonly Item[]
  readonly round: readonly Item[]
  /** How many activities each round has more than the one before. */
  readonly growth: number
}

const items = ['activity', 'timer', 'parallel', 'sideEffect', 'retry'] as const
const loops = fc.record<Loop>({
  prologue: fc
    .array(fc.constantFrom<Item>(...items), { maxLength: 3 })
    .chain(some => fc.constantFrom(some, [...some, 'fork' as const])),
  round: fc.array(fc.constantFrom<Item>(...items), { maxLength: 4 }),
  growth: fc.integer({ min: 0, max: 2 }),
})

function* does(item: Item): Generator<unknown, void> {
  if (item === 'activity') yield* work(1)
  if (item === 'timer') yield* sleep('1h')
  if (item === 'parallel') yield* all([work(1), sleep('1m'), work(2)])
  if (item === 'sideEffect') yield* sideEffect(() => 1)
  if (item === 'retry') {
    yield* retry(attempt => work(attempt === 1 ? -1 : 1), { maximumAttempts: 2, initialInterval: '1s' })
  }
  if (item === 'fork') yield* fork(does('parallel'))
}

/** A run of a loop that has begun this many rounds, each with a `remind`. */
function loopUntil({ prologue, round, growth }: Loop, begun: number): Promise<RunView> {
  const looping = workflow(
    { name: 'looping', taskList: 'l', executionStartToClose: '365 days' },
    function* () {
      for (const item of prologue) yield* does(item)
      for (let nth = 1; ; nth++) {
        yield* remind(nth)
        for (const item of round) yield* does(item)
        for (let more = 1; more < nth * growth; more++) yield* work(more)
      }
      yield* stop
    },
  )
  const failing = (nth: number) => {
    if (nth < 0) throw new Error('busy')
  }
  const going = run(looping, undefined, {
    activities: { remind: nothing, work: failing },
    prefixes: 'none',
  })
  return going.until(({ decisions }) => decisions.filter(isRemind).length === begun)
}

const isRemind = (view: object) => 'schedule' in view && view.schedule === 'remind'
