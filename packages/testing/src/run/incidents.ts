import { faultSampler, type SampledFaults, type FaultSampler, type FaultOptions } from '@reyield/local'

/** Where a process can die so that somebody could notice. */
export type CrashPoint =
  | 'a decider has taken a decision task'
  | 'a decider has answered a decision task'
  | 'a worker has taken an activity'
  | 'a worker has done the work of an activity'

/** What goes wrong in a run. */
export interface IncidentOptions {
  /** The local SWF's faults: requests and answers that are lost, throttles, tasks that two are given; by a seed. */
  readonly faults?: FaultOptions
  /** A process dies at the nth point at which somebody could notice, from 1; `everyCrash` tries all of them. */
  readonly crashAt?: number
  /** Called at each of these points. */
  readonly onPoint?: (point: CrashPoint, what: string) => void
}

/** What goes wrong in a run, point by point and request by request. */
export class Incidents {
  readonly #draws: FaultSampler | undefined
  readonly #crashAt: number | undefined
  readonly #onPoint: IncidentOptions['onPoint']
  #points = 0

  constructor({ faults, crashAt, onPoint }: IncidentOptions) {
    this.#draws = faults && faultSampler(faults)
    this.#crashAt = crashAt
    this.#onPoint = onPoint
  }

  /** Whether the process dies here. */
  crash(point: CrashPoint, what: string): boolean {
    this.#onPoint?.(point, what)
    return ++this.#points === this.#crashAt
  }

  /** What goes wrong with a request. */
  request(action: string): SampledFaults | undefined {
    return this.#draws?.sample(action)
  }
}

/** The request didn't arrive, or was refused for now: its client tries again. */
export const isToRepeat = (drawn: SampledFaults | undefined): boolean =>
  drawn !== undefined && (drawn.throttles || drawn.failures || drawn.lostRequests)

/** The poll's answer didn't arrive: SWF takes the task for started, and nobody has it. */
export const isTaskLost = (drawn: SampledFaults | undefined): boolean =>
  drawn !== undefined && (drawn.lostResponses || drawn.deadPolls)
