import { faultSampler, type SampledFaults, type FaultSampler, type FaultOptions } from '@reyield/local'
import type { SimulatedSwf } from '../simulator/swf.ts'

/** A point at which the crash of a process can have an effect. */
export type CrashPoint =
  | 'a decider has taken a decision task'
  | 'a decider has answered a decision task'
  | 'a worker has taken an activity'
  | 'a worker has done the work of an activity'

/**
 * Faults and crashes that are injected into a run.
 *
 * @example
 * ```ts
 * const { result } = await run(order, cart, { activities, faults: { seed: 7, lostResponses: 0.1 } })
 * ```
 */
export interface IncidentOptions {
  /**
   * The local SWF's faults: lost requests and answers, throttling, tasks that two workers get. They are sampled with a
   * seed.
   */
  readonly faults?: FaultOptions
  /** The process crashes at the nth of these points, from 1. `everyCrash` tries all of them. */
  readonly crashAt?: number
  /** Called at each of these points. */
  readonly onPoint?: (point: CrashPoint, what: string) => void
}

/** Injects faults and crashes into a run, request by request and point by point. */
export class Incidents {
  readonly #sampler: FaultSampler | undefined
  readonly #crashAt: number | undefined
  readonly #onPoint: IncidentOptions['onPoint']
  #points = 0

  constructor({ faults, crashAt, onPoint }: IncidentOptions) {
    this.#sampler = faults && faultSampler(faults)
    this.#crashAt = crashAt
    this.#onPoint = onPoint
  }

  /** Whether the process crashes at this point. */
  crash(point: CrashPoint, what: string): boolean {
    this.#onPoint?.(point, what)
    return ++this.#points === this.#crashAt
  }

  /** The faults of a poll. */
  poll(action: string): SampledFaults | undefined {
    return this.#sampler?.sample(action)
  }

  /** Sends a worker's response, with the faults of its request. Returns whether SWF accepted it. */
  send(swf: SimulatedSwf, action: string, send: () => boolean): boolean {
    const injected = this.#sampler?.sample(action)
    const isToRepeat =
      injected !== undefined && (injected.throttles || injected.failures || injected.lostRequests)
    if (isToRepeat) swf.passBy(1000) // and then it is sent again
    const taken = send()
    if (injected?.lostResponses === true) send() // sent again, now too late
    return taken
  }
}

/** Whether the response of a poll was lost: for SWF the task has started, but no worker has it. */
export const isTaskLost = (injected: SampledFaults | undefined): boolean =>
  injected !== undefined && (injected.lostResponses || injected.deadPolls)
