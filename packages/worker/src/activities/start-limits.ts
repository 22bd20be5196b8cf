import type { Timers } from '@reyield/client'
import { Rate } from '../loop/rate.ts'
import type { PollGate } from '../loop/poll-gate.ts'
import type { StartLimitOptions } from '../options/activity-options.ts'

/** One activity task on its way to begin. */
export interface Turn {
  /** Whether it may begin. If not, it waits. */
  readonly begun: boolean
  /** Resolves when it may begin. Rejects with the signal's reason if that is aborted before; then it never begins. */
  wait(signal: AbortSignal): Promise<void>
  /** It has ended: another one may begin. Does nothing if it hasn't begun. */
  end(): void
}

/** The tasks of one activity, or of all activities without limits of their own. */
interface Line {
  readonly concurrency: number
  readonly rate: Rate | undefined
  running: number
  /** In the order of their arrival. */
  readonly waiting: WaitingTurn[]
}

/**
 * Decides when activities begin. A task is already started for SWF when a poll returns it. So the rate of the worker holds back polls: each
 * open poll has reserved a start. The limits of single activities can't do that, since SWF doesn't let a worker poll by activity. A task
 * beyond them waits here, and others pass it.
 *
 * Whenever an activity begins, all its limits allow it at that instant. Of those that may begin, the one that arrived first does. If a
 * waiting task may begin and the only start is reserved for an open poll, it begins, and the task of the poll waits for a start instead.
 */
export class StartLimits implements PollGate {
  readonly #timers: Timers
  readonly #rate: Rate | undefined
  readonly #lines = new Map<string, Line>()
  readonly #others: Line = { concurrency: Infinity, rate: undefined, running: 0, waiting: [] }
  readonly #polls: (() => void)[] = []
  /** Starts that are reserved for open polls and for their tasks that haven't arrived here. */
  #reserved = 0
  #arrived = 0
  #closed = false
  #alarm: { readonly at: number; readonly off: AbortController } | undefined

  constructor({ activitiesPerSecond, activities }: StartLimitOptions, timers: Timers) {
    this.#timers = timers
    this.#rate = rateOf(activitiesPerSecond)
    for (const [name, { concurrency = Infinity, activitiesPerSecond: rate }] of activities) {
      if (concurrency === Infinity && rate === undefined) continue
      this.#lines.set(name, { concurrency, rate: rateOf(rate), running: 0, waiting: [] })
    }
  }

  get heldBack(): number {
    return this.#polls.length
  }

  /** The tasks that wait, by the names of activities. Each activity with limits is in it. */
  get waiting(): Readonly<Record<string, number>> {
    const counts = new Map([...this.#lines].map(([name, { waiting }]) => [name, waiting.length]))
    for (const { name } of this.#others.waiting) counts.set(name, (counts.get(name) ?? 0) + 1)
    return Object.fromEntries(counts)
  }

  async take(): Promise<void> {
    if (this.#rate === undefined) return
    if (this.#closed) {
      this.#reserved++
      return
    }
    const granted = new Promise<void>(resolve => this.#polls.push(resolve))
    this.#proceed()
    await granted
  }

  giveBack(): void {
    if (this.#rate === undefined) return
    this.#reserved--
    this.#proceed()
  }

  close(): void {
    this.#closed = true
    this.#grant(this.#polls.length)
    this.#proceed()
  }

  /** A poll has returned a task of this activity. */
  enter(name: string): Turn {
    const line = this.#lines.get(name) ?? this.#others
    if (this.#rate !== undefined) this.#reserved--
    else if (line === this.#others) return unlimited
    const turn = new WaitingTurn(name, this.#arrived++, {
      ended: () => {
        line.running--
        this.#proceed()
      },
      left: () => {
        line.waiting.splice(line.waiting.indexOf(turn), 1)
        this.#proceed()
      },
    })
    line.waiting.push(turn)
    this.#proceed()
    return turn
  }

  /** Lets everything begin that may, and sets the alarm for the next time. */
  #proceed(): void {
    const now = this.#timers.now()
    const rate = this.#rate
    for (let next = this.#next(now); next !== undefined; next = this.#next(now)) {
      if (rate?.allows(1, now) === false) break
      rate?.count(now)
      next.rate?.count(now)
      next.running++
      next.waiting.shift()!.begin()
    }
    while (this.#polls.length > 0 && rate!.allows(this.#reserved + 1, now)) this.#grant(1)
    this.#setAlarm(now, this.#wait(now))
  }

  /** The line whose first task may begin, and arrived before the first ones of others. The worker's rate doesn't count. */
  #next(now: number): Line | undefined {
    let first: Line | undefined
    for (const line of [...this.#lines.values(), this.#others]) {
      if (!isFree(line) || line.rate?.allows(1, now) === false) continue
      if (first === undefined || line.waiting[0]!.arrived < first.waiting[0]!.arrived) first = line
    }
    return first
  }

  #grant(count: number): void {
    for (const resolve of this.#polls.splice(0, count)) {
      this.#reserved++
      resolve()
    }
  }

  /** Milliseconds until something may begin, if no task ends and no poll returns before. */
  #wait(now: number): number {
    const ofWorker = (starts: number) => this.#rate?.wait(starts, now) ?? 0
    const polls = this.#polls.length > 0 ? ofWorker(this.#reserved + 1) : Infinity
    const lines = [...this.#lines.values(), this.#others].filter(isFree)
    return Math.min(polls, ...lines.map(({ rate }) => Math.max(ofWorker(1), rate?.wait(1, now) ?? 0)))
  }

  #setAlarm(now: number, wait: number): void {
    const at = now + wait
    if (this.#alarm?.at === at) return
    this.#alarm?.off.abort()
    this.#alarm = undefined
    if (wait === Infinity) return
    const alarm = { at, off: new AbortController() }
    this.#alarm = alarm
    void this.#timers.sleep(wait, { signal: alarm.off.signal }).then(
      () => {
        if (this.#alarm !== alarm) return
        this.#alarm = undefined
        this.#proceed()
      },
      () => undefined, // there is another alarm, or none is needed
    )
  }
}

const rateOf = (perSecond: number | undefined) => (perSecond === undefined ? undefined : new Rate(perSecond))

/** Whether a task waits, and no more are running than may. */
const isFree = ({ waiting, running, concurrency }: Line) => waiting.length > 0 && running < concurrency

const unlimited: Turn = { begun: true, wait: async () => {}, end: () => undefined }

/** A turn of a worker that has limits. */
class WaitingTurn implements Turn {
  readonly name: string
  readonly arrived: number
  begun = false
  readonly #on: { readonly ended: () => void; readonly left: () => void }
  #resolve: (() => void) | undefined

  constructor(name: string, arrived: number, on: { readonly ended: () => void; readonly left: () => void }) {
    this.name = name
    this.arrived = arrived
    this.#on = on
  }

  begin(): void {
    this.begun = true
    this.#resolve?.()
  }

  async wait(signal: AbortSignal): Promise<void> {
    if (this.begun) return
    let leave!: () => void
    try {
      await new Promise<void>((resolve, reject) => {
        this.#resolve = resolve
        leave = () => {
          if (this.begun) return
          this.#on.left()
          reject(signal.reason as Error)
        }
        if (signal.aborted) leave()
        else signal.addEventListener('abort', leave)
      })
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  end(): void {
    if (this.begun) this.#on.ended()
  }
}
