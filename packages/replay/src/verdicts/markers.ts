import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { SideEffectOperation } from '@reyield/workflow'
import { isLookedAhead, isRefused, verdictMarker } from './verdict-markers.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'

/** The limits of markers in one answer. A side effect beyond them waits for the next answer (M2). */
export interface MarkerLimits {
  readonly markers: number
  readonly markerBytes: number
  readonly verdicts: boolean
}

/** Runs side effects, and reads their recorded results. */
export interface MarkerPort {
  /** Runs the function. Returns the details of its marker, or why SWF would refuse them (E4). */
  evaluate(operation: SideEffectOperation<unknown>, id: string): Evaluated
  /** The outcome of a refusal for the program. */
  refused(details: string | undefined, operation: SideEffectOperation<unknown>): Outcome
  /** The outcome that a marker's details record. */
  read(details: string | undefined, eventId: number | undefined): Outcome
  wake(coroutine: Coroutine, outcome: Outcome): void
}

/** The result of running the function of a side effect. */
export type Evaluated =
  | { readonly details: string | undefined }
  | { readonly refusal: string; readonly error: unknown }

interface Waiting {
  readonly id: string
  readonly operation: SideEffectOperation<unknown>
  readonly coroutine: Coroutine
}

const isRefusal = (event: HistoryEvent) => isRefused(event.markerRecordedEventAttributes?.markerName)

/** A verdict of the engine, with the details of its marker. */
export interface Verdict {
  readonly details: string | undefined
}

/**
 * The markers of side effects (`s<id>`), patches (`p<id>`) and verdicts (M9).
 *
 * - M1 In a completed episode, the value is in its batch, or the operation waits. In the open episode the function runs, the program
 *   gets the value, and the marker is sent with this answer, even if its coroutine ends.
 * - M2 When the markers of an answer are used up, a side effect waits without being run, until the start of an episode.
 * - M3 At the end of a completed episode, the program must have asked for every marker of its batch, and every value that it got
 *   live must be in it.
 * - M4 `patched`: true is final, false is not. It never waits.
 * - M7 A verdict of the engine that changes what the program sees is recorded in the answer that contains its
 *   consequences. In a completed episode it holds if and only if its marker is in the batch.
 * - M8 Such markers don't count for M2, and are checked as in M3.
 */
export class Markers {
  readonly #port: MarkerPort
  readonly #limits: MarkerLimits
  /** Markers whose values the program got in an open episode, and that aren't recorded yet, in order. */
  readonly given = new Map<string, string | undefined>()
  #givenBytes = 0
  /** Those of `given` that don't count for the limits (M8). */
  readonly #exempt = new Set<string>()
  /** Markers of the completed episode that is being delivered; undefined in the open one. */
  #batch: readonly HistoryEvent[] | undefined
  #mayRefuse = true
  readonly #asked = new Set<string>()
  /** Whether `patched` has returned false at least once, by the patch id. */
  readonly patches = new Map<string, boolean>()
  readonly #waiting = new Set<Waiting>()

  constructor(port: MarkerPort, limits: MarkerLimits) {
    this.#port = port
    this.#limits = limits
  }

  /**
   * Called before an episode is delivered: with the batch of a completed one, or undefined for the open one. `marked`: it has
   * markers.
   */
  look(batch: readonly HistoryEvent[] | undefined, marked = true): void {
    this.#batch = batch
    this.#mayRefuse = batch === undefined || (marked && batch.some(isRefusal))
  }

  /** Whether the open episode is being delivered, or was delivered last. */
  get open(): boolean {
    return this.#batch === undefined
  }

  /** Whether an operation can be refused (E4): the episode is open, or its batch records a refusal. */
  get mayRefuse(): boolean {
    return this.#mayRefuse
  }

  /** Whether a side effect waits for the next answer. */
  get anyWaiting(): boolean {
    return this.#waiting.size > 0
  }

  /** Names of the markers of waiting side effects. */
  awaited(): string[] {
    return [...this.#waiting].map(({ id }) => `s${id}`)
  }

  /** Tries the waiting side effects again at the start of an episode, in their order (M2). */
  tryWaiting(): void {
    for (const waiting of [...this.#waiting]) {
      const outcome = this.#value(waiting.id, waiting.operation)
      if (outcome === undefined) continue
      this.#waiting.delete(waiting)
      this.#port.wake(waiting.coroutine, outcome)
    }
  }

  /** The program asks for a side effect at this place. */
  sideEffect(operation: SideEffectOperation<unknown>, id: string, coroutine: Coroutine): Outcome | Wait {
    const outcome = this.#value(id, operation)
    if (outcome !== undefined) return outcome
    const waiting = { id, operation, coroutine }
    this.#waiting.add(waiting)
    return { withdraw: () => this.#waiting.delete(waiting) }
  }

  /** Whether the program takes the new code path of a patch (M4). */
  patched(id: string): boolean {
    const name = `p${id}`
    const isPassed = this.#batch !== undefined && !this.#asked.has(name) && this.#recorded(name) === undefined
    this.patches.set(id, isPassed || this.patches.get(id) === true)
    if (isPassed) return false
    if (this.#asked.has(name)) return true
    this.#asked.add(name)
    if (this.#batch === undefined) this.given.set(name, undefined)
    return true
  }

  /**
   * Returns the verdict of this name, if it holds (M7). `decide` decides it, and is called in the open episode only. In a completed
   * one the batch decides.
   */
  verdict(name: string, decide: () => Verdict | undefined): Verdict | undefined {
    if (!this.#limits.verdicts) return undefined
    if (this.#batch !== undefined) {
      const event = this.#recorded(name)
      if (event === undefined) return undefined
      this.#asked.add(name)
      return { details: event.markerRecordedEventAttributes!.details }
    }
    if (this.given.has(name)) return { details: this.given.get(name) }
    const verdict = decide()
    if (verdict === undefined) return undefined
    this.#asked.add(name)
    this.#exempt.add(name)
    this.given.set(name, verdict.details)
    return verdict
  }

  /** The last event that a `drain` or `pending` of the completed episode looked at; undefined if it didn't look ahead. */
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

  /** Checks a marker of a batch. Returns undefined if the program asks for it there, else the mismatch (M3, M5). */
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
      if (refused === undefined) throw evaluated.error // this decider has no verdicts
      return refused
    }
    const { details } = evaluated
    this.#asked.add(name)
    this.given.set(name, details)
    this.#givenBytes += details?.length ?? 0
    return this.#port.read(details, undefined)
  }

  /** E4: the value of a side effect was refused. In a completed episode, if its batch records that. */
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
