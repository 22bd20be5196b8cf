import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rate } from '../loop/rate.ts'
import { activitySettingsOf, type GivenActivityOptions } from '../options/activity-options.ts'
import { StartLimits, type Turn } from './start-limits.ts'

/** A clock that the test controls. Its alarms go off when time reaches them. */
class HandTimers {
  time = 0
  readonly #alarms = new Set<{ readonly at: number; readonly wake: () => void }>()
  now = () => this.time
  sleep = (milliseconds: number, { signal }: { signal?: AbortSignal | undefined } = {}) =>
    new Promise<void>((resolve, reject) => {
      const alarm = { at: this.time + milliseconds, wake: resolve }
      this.#alarms.add(alarm)
      signal?.addEventListener('abort', () => {
        this.#alarms.delete(alarm)
        reject(signal.reason as Error)
      })
    })
  /** The time of the next alarm. */
  get next(): number {
    return Math.min(...[...this.#alarms].map(({ at }) => at))
  }
  get alarms(): number {
    return this.#alarms.size
  }
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    for (; this.next <= end; await turns()) {
      this.time = Math.max(this.time, this.next)
      for (const alarm of this.#alarms) {
        if (alarm.at > this.time || !this.#alarms.delete(alarm)) continue
        alarm.wake()
      }
    }
    this.time = end
    await turns()
  }
}

/** Waits until all promises that can be settled are. */
const turns = () => new Promise(resolve => setImmediate(resolve))

interface Task {
  readonly name: string
  readonly turn: Turn
  begun: number | undefined
  readonly leave: AbortController
}

/** SWF with one task list, and a worker that polls it. */
class Model {
  readonly timers = new HandTimers()
  readonly limits: StartLimits
  /** The tasks that wait at SWF. */
  readonly list: string[] = []
  readonly tasks: Task[] = []
  readonly starts: { readonly name: string; readonly at: number }[] = []
  polls = 0
  running: Task[] = []
  constructor(options: GivenActivityOptions, pollers: number) {
    this.limits = new StartLimits(activitySettingsOf(options).limits, this.timers)
    for (let poller = 0; poller < pollers; poller++) void this.#poll()
  }
  async #poll(): Promise<void> {
    await this.limits.take()
    this.polls++
  }
  /** SWF gives its tasks to the open polls. */
  async deliver(): Promise<void> {
    while (this.polls > 0 && this.list.length > 0) {
      this.polls--
      this.arrive(this.list.shift()!)
      void this.#poll()
      await turns()
    }
  }
  arrive(name: string): void {
    const turn = this.limits.enter(name)
    const task: Task = { name, turn, begun: undefined, leave: new AbortController() }
    this.tasks.push(task)
    const begin = () => {
      task.begun = this.timers.time
      this.running.push(task)
      this.starts.push({ name, at: this.timers.time })
    }
    if (turn.begun) begin()
    else turn.wait(task.leave.signal).then(begin, () => turn.end())
  }
  /** A poll returns nothing, and another begins. */
  emptyPoll(): void {
    if (this.polls === 0) return
    this.polls--
    this.limits.giveBack()
    void this.#poll()
  }
  end(which: number): void {
    const [task] = this.running.splice(which % Math.max(1, this.running.length), 1)
    task?.turn.end()
  }
  get waiting(): Task[] {
    return this.tasks.filter(({ turn, leave }) => !turn.begun && !leave.signal.aborted)
  }
}

/** The most starts in any time span, compared with what the rate allows. */
function excess(starts: readonly number[], perSecond: number): number {
  let worst = -Infinity
  for (const [first, from] of starts.entries()) {
    for (let last = first; last < starts.length; last++) {
      const allowed = 1 + (0.25 + (starts[last]! - from) / 1000) * perSecond
      worst = Math.max(worst, last - first + 1 - allowed)
    }
  }
  return worst
}

const names = ['a', 'b', 'c'] // there are no limits of c
const rate = fc.option(fc.constantFrom(0.5, 1, 3, 10, 40), { nil: undefined })
const ofActivity = fc.record({
  concurrency: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  activitiesPerSecond: rate,
}) as fc.Arbitrary<{ concurrency?: number; activitiesPerSecond?: number }>
const options = fc.record({
  activitiesPerSecond: rate,
  activityOptions: fc.record({ a: ofActivity, b: ofActivity }),
})
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('schedule' as const), name: fc.constantFrom(...names) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('empty poll' as const) }) },
)

/** Ends and passes time until nothing changes any more. */
async function drain(model: Model): Promise<void> {
  for (let round = 0; round < 400 && (model.waiting.length > 0 || model.list.length > 0); round++) {
    await model.deliver()
    while (model.running.length > 0) model.end(0)
    await turns()
    if (model.timers.next < Infinity) await model.timers.pass(model.timers.next - model.timers.time)
  }
  await model.deliver()
}

describe('the limits of starts', () => {
  it('hold in every time span and for every order of events, and each task begins in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        options,
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 40, size: 'max' }),
        async (options, pollers, steps) => {
          const model = new Model(options, pollers)
          const limited = Object.entries(options.activityOptions)
          for (const step of steps) {
            if (step.do === 'schedule') model.list.push(step.name)
            else if (step.do === 'pass') await model.timers.pass(step.ms)
            else if (step.do === 'end') model.end(step.which)
            else if (step.do === 'empty poll') model.emptyPoll()
            else model.waiting[step.which % Math.max(1, model.waiting.length)]?.leave.abort()
            await turns()
            await model.deliver()
            for (const [name, { concurrency = Infinity }] of limited) {
              const running = model.running.filter(task => task.name === name).length
              expect(running).toBeLessThanOrEqual(concurrency)
            }
            const counts = Object.fromEntries(
              names.map(name => [name, model.waiting.filter(task => task.name === name).length]),
            )
            expect({ a: 0, b: 0, c: 0, ...model.limits.waiting }).toEqual(counts)
          }
          await drain(model)
          expect([model.waiting.length, model.list.length]).toEqual([0, 0])
          const { activitiesPerSecond } = options
          if (activitiesPerSecond !== undefined) {
            expect(
              excess(
                model.starts.map(({ at }) => at),
                activitiesPerSecond,
              ),
            ).toBeLessThan(1e-6)
          }
          for (const [name, { activitiesPerSecond: perSecond }] of limited) {
            if (perSecond === undefined) continue
            const starts = model.starts.filter(start => start.name === name).map(({ at }) => at)
            expect(excess(starts, perSecond)).toBeLessThan(1e-6)
          }
          // the tasks of one activity begin in the order of their arrival
          for (const name of names) {
            const begun = model.tasks.filter(task => task.name === name && task.begun !== undefined)
            expect(begun.map(({ begun }) => begun!)).toEqual(
              begun.map(({ begun }) => begun!).sort((one, other) => one - other),
            )
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('leave no time unused: with enough tasks, the rate is reached', async () => {
    for (const perSecond of [0.5, 1, 7, 100, 333]) {
      const model = new Model({ activitiesPerSecond: perSecond }, 4)
      for (let task = 0; task < 200; task++) model.list.push('c')
      await drain(model)
      const seconds = (model.starts.at(-1)!.at - model.starts[0]!.at) / 1000
      // an alarm goes off at whole milliseconds
      expect(model.starts.length).toBe(200)
      expect(seconds).toBeLessThan((200 - 1) / perSecond + 0.2)
    }
  })

  it('let no more polls be open than there may be starts', async () => {
    const model = new Model({ activitiesPerSecond: 4 }, 5)
    await turns()
    expect([model.polls, model.limits.heldBack]).toEqual([2, 3])
    await model.timers.pass(60_000)
    expect([model.polls, model.limits.heldBack, model.timers.alarms]).toEqual([2, 3, 0])
    model.emptyPoll()
    await turns()
    expect(model.polls).toBe(2)
    model.limits.close()
    await turns()
    expect([model.polls, model.limits.heldBack]).toEqual([5, 0])
  })

  it('of one activity let others pass, also when the only start is reserved for a poll', async () => {
    const model = new Model({ activitiesPerSecond: 1, activityOptions: { a: { concurrency: 1 } } }, 2)
    for (const name of ['a', 'a', 'b']) model.list.push(name)
    await turns()
    for (let second = 0; second < 5; second++) {
      await model.deliver()
      await model.timers.pass(1000)
    }
    expect(model.starts).toEqual([
      { name: 'a', at: 0 },
      { name: 'b', at: 1000 },
    ])
    expect([model.polls, model.limits.waiting]).toEqual([1, { a: 1 }])
    model.end(0)
    await turns()
    expect(model.starts[2]).toEqual({ name: 'a', at: 5000 })
    model.list.push('b')
    await model.deliver()
    expect(model.limits.waiting).toEqual({ a: 0, b: 1 })
    await model.timers.pass(1000)
    expect(model.starts[3]).toEqual({ name: 'b', at: 5750 })
  })

  it('cost nothing if there are none', () => {
    const { limits } = new Model({}, 1)
    expect(limits.enter('a')).toBe(limits.enter('b'))
    expect([limits.enter('a').begun, limits.waiting]).toEqual([true, {}])
  })
})

it('a rate goes on if the clock is set back', () => {
  const rate = new Rate(2)
  const seen: unknown[] = []
  for (const now of [5000, 5000, -3_600_000, -3_599_751, -3_599_750]) {
    const allowed = rate.allows(1, now)
    if (allowed) rate.count(now)
    seen.push([allowed, rate.wait(1, now), rate.wait(2, now)])
  }
  expect(seen).toEqual([
    [true, 250, Infinity],
    [false, 250, Infinity],
    [false, 250, Infinity],
    [false, 1, Infinity],
    [true, 500, Infinity],
  ])
})
