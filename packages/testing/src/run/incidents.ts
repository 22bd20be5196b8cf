import { faultSampler, type SampledFaults, type FaultSampler, type FaultOptions } from '@reyield/local'

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

  /** The faults of a request. */
  request(action: string): SampledFaults | undefined {
    return this.#sampler?.sample(action)
  }
}

/** Whether the request didn't arrive or was throttled. Its client tries again. */
export const isToRepeat = (injected: SampledFaults | undefined): boolean =>
  injected !== undefined && (injected.throttles || injected.failures || injected.lostRequests)

/** Whether the answer of a poll was lost: for SWF the task has started, but no worker has it. */
export const isTaskLost = (injected: SampledFaults | undefined): boolean =>
  injected !== undefined && (injected.lostResponses || injected.deadPolls)
