import type { DomainId } from './keys.ts'
import type { RatedDecision } from '../model/rates.ts'
import type { Selector } from './outcome.ts'
import type { TransitionFailure } from './chosen.ts'
import type { State } from './state/state.ts'

/** What an action can read besides its input. Actions change nothing: they return a draft. */
export interface Context {
  readonly state: State
  /** Epoch milliseconds. */
  readonly now: number
  /** Makes a new run id. */
  readonly randomId: () => string
  /** The region of the request, or the server's own for pending transitions. A request can't see other regions. */
  readonly region: string
  /** The account id in the ARN of a domain. */
  readonly account: string
  /** Whether a decision of an execution in this domain is within its rate limit. If it is, it counts towards the limit. */
  readonly withinRate: (decision: RatedDecision, domain: DomainId, taskList?: string) => boolean
  /** The task that a poll asks for, if it asks for a specific one. */
  readonly selector?: Selector | undefined
  /** The cause with which the decision with this index in a batch is refused in any case. */
  readonly refuse?: ((index: number) => string | undefined) | undefined
  /** Why a pending transition fails in any case. */
  readonly failure?: TransitionFailure | undefined
}
