import type { Outcome, Wish } from '../outcome.ts'
import type { Operations } from '../model/generated/types.ts'
import type { DomainId } from '../keys.ts'
import type { RatedDecision } from '../rates.ts'
import type { State } from '../state.ts'

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
  readonly wish?: Wish | undefined
}

/** The answer to a request whose input is valid. Throws a `Fault` for what the state forbids. */
export type ActionHandler<A extends keyof Operations> = (
  input: Operations[A]['input'],
  context: Context,
) => Outcome
