import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { SideEffectOperation } from '@reyield/workflow'
import { isLookedAhead, isRefused, verdictMarker } from './verdict-markers.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'

/** What an answer may hold of markers; a side effect beyond it waits for the next one (M2). */
export interface MarkerLimits {
  readonly markers: number
  readonly markerBytes: number
  readonly verdicts: boolean
}

/** What is to be done with side effects: run them, read what they gave. */
export interface MarkerPort {
  /** Runs the function: the details of its marker, or why SWF would refuse them (E4). */
  evaluate(operation: SideEffectOperation<unknown>, id: string): Evaluated
  /** What a refusal is to the program. */
  refused(details: string | undefined, operation: SideEffectOperation<unknown>): Outcome
  /** What a marker's details give to the program. */
  read(details: string | undefined, eventId: number | undefined): Outcome
  wake(coroutine: Coroutine, outcome: Outcome): void
}

/** What running the function of a side effect came to. */
export type Evaluated =
  | { readonly details: string | undefined }
  | { readonly refusal: string; readonly error: unknown }

interface Waiting {
  readonly id: string
  readonly operation: SideEffectOperation<unknown>
  readonly coroutine: Coroutine
}

const isRefusal = (event: HistoryEvent) => isRefused(event.markerRecordedEventAttributes?.markerName)

/** A judgement that holds, and what its marker says beside. */
export interface Verdict {
  readonly details: string | undefined
}

/**
 * The markers of side effects (`s<id>`), patches (`p<id>`) and verdicts (M9).
 *
 * - M1 Completed episode: the value is in its batch, else the operation waits. Open episode: evaluate, give the value, want
 *   the marker, which travels in this answer, whatever becomes of its coroutine.
 * - M2 When an answer's markers are used up, a side effect waits unevaluated, until the start of an episode.
 * - M3 At the end of a completed episode every marker of its batch has been asked for, and what was given live is in it.
 * - M4 patched: true is final, false is not; it never waits.
 * - M7 A judgement of the engine that changes what the program sees is recorded in the answer that contains its
 *   consequences; in a completed episode it holds if and only if its marker is in the batch.
 * - M8 Such markers are exempt from M2's budget, and checked as M3 says.
 */
export class Markers {
  readonly #port: MarkerPort
  readonly #limits: MarkerLimits
  /** Given to the program in an open episode and not recorded yet, in order. */
  readonly given = new Map<string, string | undefined>()
  #givenBytes = 0
  /** Those of `given` that use nothing of the budget (M8). */
  readonly #exempt = new Set<string>()
  /** Markers of the completed episode that is being delivered; undefined: the episode is open. */
  #batch: readonly HistoryEvent[] | undefined
  #mayRefuse = true
  readonly #asked = new Set<string>()
  readonly #waiting = new Set<Waiting>()

  constructor(port: MarkerPort, limits: MarkerLimits) {
    this.#port = port
    this.#limits = limits
  }

  /** An episode is about to be delivered: a completed one with its batch, or the open one. `marked`: the batch has markers. */
  look(batch: readonly HistoryEvent[] | undefined, marked = true): void {
    this.#batch = batch
    this.#mayRefuse = batch === undefined || (marked && batch.some(isRefusal))
  }

  /** The open episode is being delivered, or was last. */
  get open(): boolean {
    return this.#batch === undefined
  }

  /** Whether anything can be refused (E4): the episode is open, or its batch records a refusal. */
  get mayRefuse(): boolean {
    return this.#mayRefuse
  }

  /** Whether a side effect waits for a further answer. */
  get anyWaiting(): boolean {
    return this.#waiting.size > 0
  }

  /** Names of the markers of those that wait. */
  awaited(): string[] {
    return [...this.#waiting].map(({ id }) => `s${id}`)
  }

  /** The start of an episode: those that wait are looked at again, in their order (M2). */
  tryWaiting(): void {
    for (const waiting of [...this.#waiting]) {
      const outcome = this.#value(waiting.id, waiting.operation)
      if (outcome === undefined) continue
      this.#waiting.delete(waiting)
      this.#port.wake(waiting.coroutine, outcome)
    }
  }

  /** A side effect, asked for at its place. */
  sideEffect(operation: SideEffectOperation<unknown>, id: string, coroutine: Coroutine): Outcome | Wait {
    const outcome = this.#value(id, operation)
    if (outcome !== undefined) return outcome
    const waiting = { id, operation, coroutine }
    this.#waiting.add(waiting)
    return { withdraw: () => this.#waiting.delete(waiting) }
  }

  /** Whether the program may go the new way (M4). */
  patched(id: string): boolean {
    const name = `p${id}`
    if (this.#asked.has(name)) return true
    if (this.#batch !== undefined && this.#recorded(name) === undefined) return false
    this.#asked.add(name)
    if (this.#batch === undefined) this.given.set(name, undefined)
    return true
  }

  /**
   * Whether a judgement holds that the program is about to feel (M7). `judge` is asked in the open episode only: with what
   * the verdict is, or undefined.
   */
  verdict(name: string, judge: () => Verdict | undefined): Verdict | undefined {
    if (!this.#limits.verdicts) return undefined
    if (this.#batch !== undefined) {
      const event = this.#recorded(name)
      if (event === undefined) return undefined
      this.#asked.add(name)
      return { details: event.markerRecordedEventAttributes!.details }
    }
    if (this.given.has(name)) return { details: this.given.get(name) }
    const verdict = judge()
    if (verdict === undefined) return undefined
    this.#asked.add(name)
    this.#exempt.add(name)
    this.given.set(name, verdict.details)
    return verdict
  }

  /** The event that a `drain` or `pending` of the completed episode looked as far as; undefined: it looked at no further ones. */
  get horizon(): number | undefined {
    const name = this.#batch
      ?.map(event => event.markerRecordedEventAttributes?.markerName)
      .find(isLookedAhead)
    return name === undefined ? undefined : Number(name.slice(1))
  }

  /** Whether the batch of the completed episode starts a timer; false in the open episode. */
  timerStarted(timerId: string): boolean {
    return this.#batch?.some(event => event.timerStartedEventAttributes?.timerId === timerId) ?? false
  }

  /** A batch records a marker: undefined if the program asks for it there, else why not (M3, M5). */
  record(event: HistoryEvent, retired: readonly string[]): string | undefined {
    const { markerName, details } = event.markerRecordedEventAttributes!
    const name = markerName!
    if (this.given.has(name)) {
      if (this.given.get(name) !== details) return `gave another value for marker '${name}'`
      this.given.delete(name)
      if (!this.#exempt.delete(name)) this.#givenBytes -= details?.length ?? 0
    }
    if (name.startsWith('p') && retired.includes(name.slice(1))) this.#asked.add(name)
    return this.#asked.has(name) ? undefined : `does not record marker '${name}' there`
  }

  /** The marker of that name in the batch of the completed episode. */
  #recorded(name: string): HistoryEvent | undefined {
    return this.#batch!.find(event => event.markerRecordedEventAttributes?.markerName === name)
  }

  #value(id: string, operation: SideEffectOperation<unknown>): Outcome | undefined {
    const name = `s${id}`
    if (this.#batch !== undefined) {
      const event = this.#recorded(name)
      if (event === undefined) return this.#refused(id, operation, undefined)
      this.#asked.add(name)
      return this.#port.read(event.markerRecordedEventAttributes!.details, event.eventId)
    }
    const used = this.given.size - this.#exempt.size
    if (used >= this.#limits.markers || this.#givenBytes >= this.#limits.markerBytes) return undefined
    const evaluated = this.#port.evaluate(operation, id)
    if ('refusal' in evaluated) {
      const refused = this.#refused(id, operation, evaluated.refusal)
      if (refused === undefined) throw evaluated.error // this decider doesn't judge
      return refused
    }
    const { details } = evaluated
    this.#asked.add(name)
    this.given.set(name, details)
    this.#givenBytes += details?.length ?? 0
    return this.#port.read(details, undefined)
  }

  /** E4: the value of a side effect was refused, in a completed episode if its batch says so. */
  #refused(
    id: string,
    operation: SideEffectOperation<unknown>,
    details: string | undefined,
  ): Outcome | undefined {
    if (!this.mayRefuse) return undefined
    const verdict = this.verdict(verdictMarker.refused(id), () => ({ details }))
    return verdict === undefined ? undefined : this.#port.refused(verdict.details, operation)
  }
}
