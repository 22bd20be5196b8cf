import type { Outcome, Wish } from '../outcome.ts'
import type { Operations } from '../model/generated/types.ts'
import type { RatedDecision } from '../rates.ts'
import type { State } from '../state.ts'

/** What an action may look at besides its input. It changes nothing. */
export interface Context {
  readonly state: State
  /** Epoch milliseconds. */
  readonly now: number
  /** A new run id. */
  readonly randomId: () => string
  /** `<region>:<account>`, as it stands in the ARN of a domain. */
  readonly owner: string
  /** Whether a decision is within its rate; if so, it counts. `taskList` is the activity's, as `<domain>/<list>`. */
  readonly withinRate: (decision: RatedDecision, taskList?: string) => boolean
  /** The task that a poll wishes for. */
  readonly wish?: Wish | undefined
}

/** The answer to a request whose input is valid. Throws a `Fault` for what the state forbids. */
export type ActionHandler<A extends keyof Operations> = (
  input: Operations[A]['input'],
  context: Context,
) => Outcome
