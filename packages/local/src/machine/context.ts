import type { DomainId } from './keys.ts'
import type { RatedDecision } from '../model/rates.ts'
import type { Selector } from './outcome.ts'
import type { State } from './state/state.ts'

/** What an action may look at besides its input. It changes nothing. */
export interface Context {
  readonly state: State
  /** Epoch milliseconds. */
  readonly now: number
  /** A new run id. */
  readonly randomId: () => string
  /** The region of the request, or the server's own for what happens by itself. A request sees nothing of another one. */
  readonly region: string
  /** In the ARN of a domain. */
  readonly account: string
  /** Whether a decision of an execution in this domain is within its rate; if so, it counts. */
  readonly withinRate: (decision: RatedDecision, domain: DomainId, taskList?: string) => boolean
  /** The task that a poll wishes for. */
  readonly selector?: Selector | undefined
}
