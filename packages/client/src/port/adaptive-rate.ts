import type { Timers } from './timers.ts'

/** Tries are limited from when this part of them is refused, of at least so many within so many milliseconds. */
const limitsFrom = { part: 0.25, tries: 20, within: 2000 }

/** The rate of tries isn't computed from a shorter time, in milliseconds. */
const shortest = 200

/** A refusal lowers the limit to this part of it, but not below so many tries a second. */
const lowered = { part: 0.7, lowest: 2 }

/** The limit is back where it was lowered after so many accepted tries, and not sooner than after so many milliseconds. */
const regained = { tries: 12, after: 3000 }

/** The limit isn't raised if no try has had to wait for so many milliseconds, and is dropped after so many. */
const unused = { keeps: 1000, drops: 30_000 }

/**
 * Limiting is useless if the limit is down to this part of what it was, and so often in a row that part of so many tries is still refused.
 * Then there is no limit for so many milliseconds.
 */
const useless = { rate: 0.25, tries: 24, part: 0.25, times: 2, pause: 60_000 }

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
  /** When the next try may begin. */
  #next = 0
  /** Settles when all tries that wait have had their turn. */
  #queue: Promise<unknown> | undefined

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** The limit in tries a second. Undefined: there is none now. */
  get rate(): number | undefined {
    return this.#limit?.rate
  }

  /**
   * Waits until a try may begin. Tries begin in the order of the calls. If one of the signals is aborted before, it throws the signal's
   * reason.
   */
  async turn(signals: readonly AbortSignal[] = []): Promise<Turn> {
    if (this.#queue !== undefined || this.#limit !== undefined) {
      const signal = AbortSignal.any([...signals])
      const turn = this.#afterOthers(this.#queue, signal)
      const queue = turn
        .catch(() => undefined)
        .then(() => {
          if (this.#queue === queue) this.#queue = undefined
        })
      this.#queue = queue
      await orAborted(turn, signal)
    }
    return { lowerings: this.#limit?.lowerings }
  }

  async #afterOthers(others: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
    await others
    signal.throwIfAborted()
    const limit = this.#limit
    if (limit === undefined) return
    const now = this.#timers.now()
    const at = Math.max(this.#next, now - slack)
    if (at > now) {
      limit.waited = now
      await this.#timers.sleep(at - now, { signal })
    } else if (now - limit.waited > unused.drops) this.#limit = undefined
    this.#next = at + 1000 / limit.rate
  }

  /** Reports that SWF hasn't throttled a try. */
  accepted(): void {
    const limit = this.#limit
    if (limit === undefined) return void this.#recently().accepted++
    if (isLow(limit)) limit.accepted++
    if (this.#timers.now() - limit.waited > unused.keeps) return
    limit.progress += Math.min(1 / regained.tries, 1000 / (limit.rate * regained.after))
    const beyond = limit.progress - 1
    limit.rate = Math.max(lowered.lowest, limit.ceiling * (1 + (1 - lowered.part) * beyond ** 3))
    if (beyond >= 0) Object.assign(limit, { from: limit.rate, ...noTries })
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
      this.#limit = { rate, from: rate, ceiling: rate, progress: 0, lowerings: 0, waited: now, ...noTries }
      lower(this.#limit)
      return
    }
    if (turn?.lowerings === limit.lowerings) lower(limit) // otherwise the try began before that
    if (!isLow(limit)) return
    limit.refused++
    if (triesOf(limit) < useless.tries) return
    limit.useless = isMuchRefused(limit, useless) ? limit.useless + 1 : 0
    limit.accepted = limit.refused = 0
    if (limit.useless < useless.times) return
    this.#limit = undefined
    this.#noLimitUntil = now + useless.pause
  }

  #recently() {
    const now = this.#timers.now()
    if (now - this.#recent.since > limitsFrom.within) this.#recent = { since: now, accepted: 0, refused: 0 }
    return this.#recent
  }
}

const noTries = { accepted: 0, refused: 0, useless: 0 }

function lower(limit: Limit): void {
  limit.ceiling = limit.rate
  limit.rate = Math.max(lowered.lowest, limit.rate * lowered.part)
  limit.progress = 0
  limit.lowerings++
}

const isLow = ({ rate, from }: Limit) => rate <= useless.rate * from

interface Counts {
  readonly accepted: number
  readonly refused: number
}

const triesOf = ({ accepted, refused }: Counts) => accepted + refused

const isMuchRefused = (counts: Counts, { tries, part }: { readonly tries: number; readonly part: number }) =>
  triesOf(counts) >= tries && counts.refused >= part * triesOf(counts)

/** Settles as the promise does, but rejects as soon as the signal is aborted. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
