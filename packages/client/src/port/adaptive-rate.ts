import type { Timers } from './timers.ts'
import { WaitingTurns } from './waiting-turns.ts'

/** Tries are limited from when this part of them is refused, of at least so many within so many milliseconds. */
const limitsFrom = { part: 0.25, tries: 20, within: 2000 }

/** The rate of tries isn't computed from a shorter time, in milliseconds. */
const shortest = 200

/**
 * A refusal lowers the limit to this part of it, but not below so many tries a second. While the limit is being found for the first time,
 * each refusal does. Afterwards, it happens at most once in so many milliseconds.
 */
const lowered = { part: 0.7, lowest: 2, every: 500 }

/**
 * The limit is back where it was lowered after so many accepted tries, and not sooner than after so many milliseconds. The first time takes
 * fewer tries, because the limit has been lowered too far.
 */
const regained = { tries: 10, triesAtFirst: 4, after: 3000 }

/** The limit isn't raised if no try has had to wait for so many milliseconds, and is dropped after so many. */
const unused = { keeps: 1000, drops: 30_000 }

/**
 * Limiting is useless if the limit is down to this part of what it was, and so often in a row that part of so many tries is still refused.
 * Then there is no limit for so many milliseconds.
 */
const useless = { rate: 0.25, tries: 24, part: 0.25, times: 2, pause: 60_000 }

/** Accepted tries are averaged over about so many milliseconds. */
const averagedOver = 1000

/** How late a try may be without delaying the next one, in milliseconds. Timers are late by a millisecond or more. */
const slack = 50

interface Limit {
  /** Tries a second. */
  rate: number
  /** The rate at which SWF refused a try for the last time. */
  ceiling: number
  /** How far the rate has returned to the ceiling since then, from 0 to 1, and how far beyond it. */
  progress: number
  /** How often the rate has been lowered. */
  lowerings: number
  /** The rate when it began, or when it was back at the ceiling for the last time. */
  from: number
  /** Tries since the rate is much lower than that. */
  accepted: number
  refused: number
  /** How often in a row too many of them were refused. */
  useless: number
  /** Whether it has been back at the ceiling, so that it's no longer being found for the first time. */
  isFound: boolean
  /** When it may be lowered again. */
  mayLower: number
  /** When a try last had to wait. */
  waited: number
}

/** A try that has had its turn. */
export interface Turn {
  /** How often the limit had been lowered by then. Undefined: there was no limit. */
  readonly lowerings: number | undefined
}

/**
 * Limits the tries of one SWF action to a rate that SWF accepts. SWF's rates are those of an account in a region, and other processes use
 * them too, so a process has to find out how much is left for it. While SWF refuses few tries there is no limit. From then on each
 * refusal lowers the limit, and accepted tries raise it: quickly at first, slowly near the rate that was refused, and quickly again
 * beyond it. This is the curve of TCP CUBIC (RFC 9438), which the adaptive mode of the AWS SDKs uses as well. Here it depends on the
 * number of tries besides the time, so that slow actions don't have more refusals than quick ones.
 *
 * A limit only makes sense if SWF refuses a smaller part of the tries at a lower rate. If it doesn't, because refusals are random or
 * because other programs use up the rate, there is no limit for a while, and only the waits of `retrying` remain.
 */
export class AdaptiveRate {
  readonly #timers: Timers
  #limit: Limit | undefined
  /** The tries while there is no limit. */
  #recent = { since: -Infinity, accepted: 0, refused: 0 }
  #noLimitUntil = -Infinity
  /** The tries that SWF accepted in a second, as of the last one. */
  #accepted = { rate: 0, at: -Infinity }
  readonly #waiting = new WaitingTurns()
  #isServing = false
  /** When the next try may begin. */
  #next = 0

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** The limit in tries a second. Undefined: there is none now. */
  get rate(): number | undefined {
    return this.#limit?.rate
  }

  /**
   * Waits until a try may begin. Urgent ones begin first, but one in ten is for the others. Apart from that, tries begin in the order of the
   * calls. If one of the signals is aborted before, it throws the signal's reason.
   */
  async turn(signals: readonly AbortSignal[] = [], isUrgent = false): Promise<Turn> {
    if (this.#limit !== undefined || !this.#waiting.isEmpty) {
      const turn = this.#waiting.wait(isUrgent, AbortSignal.any([...signals]))
      if (!this.#isServing) void this.#serve()
      await turn
    }
    return { lowerings: this.#limit?.lowerings }
  }

  /** Gives all that wait their turns, one after the other. */
  async #serve(): Promise<void> {
    this.#isServing = true
    while (!this.#waiting.isEmpty) {
      const limit = this.#limit
      if (limit !== undefined) {
        const now = this.#timers.now()
        const at = Math.max(this.#next, now - slack)
        if (at > now) {
          limit.waited = now
          await this.#timers.sleep(at - now)
        } else if (now - limit.waited > unused.drops) this.#limit = undefined
        if (!this.#waiting.isEmpty) this.#next = at + 1000 / limit.rate
      }
      this.#waiting.next()
    }
    this.#isServing = false
  }

  /** Reports that SWF hasn't throttled a try. */
  accepted(): void {
    this.#accepted = { rate: this.#acceptedRate() + 1000 / averagedOver, at: this.#timers.now() }
    const limit = this.#limit
    if (limit === undefined) return void this.#recently().accepted++
    if (isLow(limit)) limit.accepted++
    if (this.#timers.now() - limit.waited > unused.keeps) return
    limit.progress += Math.min(
      1 / (limit.isFound ? regained.tries : regained.triesAtFirst),
      1000 / (limit.rate * regained.after),
    )
    const beyond = limit.progress - 1
    limit.rate = Math.max(lowered.lowest, limit.ceiling * (1 + (1 - lowered.part) * beyond ** 3))
    if (beyond >= 0) Object.assign(limit, { from: limit.rate, isFound: true, ...noTries })
  }

  /** Reports that SWF has throttled a try, and what its turn was. */
  refused(turn?: Turn): void {
    const now = this.#timers.now()
    const limit = this.#limit
    if (limit === undefined) {
      const recent = this.#recently()
      recent.refused++
      if (now < this.#noLimitUntil || !isMuchRefused(recent, limitsFrom)) return
      const rate = (triesOf(recent) * 1000) / Math.max(shortest, now - recent.since)
      this.#limit = {
        rate,
        from: rate,
        ceiling: rate,
        progress: 0,
        lowerings: 0,
        waited: now,
        isFound: false,
        mayLower: 0,
        ...noTries,
      }
      this.#lower(this.#limit)
      return
    }
    // a try that began before the last time says nothing about the present limit
    if (turn?.lowerings === limit.lowerings && now >= limit.mayLower) this.#lower(limit)
    if (!isLow(limit)) return
    limit.refused++
    if (triesOf(limit) < useless.tries) return
    limit.useless = isMuchRefused(limit, useless) ? limit.useless + 1 : 0
    limit.accepted = limit.refused = 0
    if (limit.useless < useless.times) return
    this.#limit = undefined
    this.#noLimitUntil = now + useless.pause
  }

  #lower(limit: Limit): void {
    limit.ceiling = limit.rate
    // what SWF has accepted until now is left for this process, even if other processes still try too often
    limit.rate = Math.max(
      lowered.lowest,
      lowered.part * Math.max(limit.rate, limit.isFound ? this.#acceptedRate() : 0),
    )
    limit.progress = 0
    limit.lowerings++
    if (limit.isFound) limit.mayLower = this.#timers.now() + lowered.every
  }

  /** The tries that SWF accepts in a second, averaged over the last second or so. */
  #acceptedRate(): number {
    const { rate, at } = this.#accepted
    return rate * Math.exp((at - this.#timers.now()) / averagedOver)
  }

  #recently() {
    const now = this.#timers.now()
    if (now - this.#recent.since > limitsFrom.within) this.#recent = { since: now, accepted: 0, refused: 0 }
    return this.#recent
  }
}

const noTries = { accepted: 0, refused: 0, useless: 0 }

const isLow = ({ rate, from }: Limit) => rate <= useless.rate * from

interface Counts {
  readonly accepted: number
  readonly refused: number
}

const triesOf = ({ accepted, refused }: Counts) => accepted + refused

const isMuchRefused = (counts: Counts, { tries, part }: { readonly tries: number; readonly part: number }) =>
  triesOf(counts) >= tries && counts.refused >= part * triesOf(counts)
