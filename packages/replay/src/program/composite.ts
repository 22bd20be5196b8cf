import type { AllOperation, AllSettledOperation, AnyOperation, RaceOperation } from '@reyield/workflow'
import type { Coroutine, Outcome } from './coroutine.ts'

/** The operations that run branches. */
export type CompositeOperation =
  AllOperation<unknown> | AllSettledOperation<unknown> | AnyOperation<unknown> | RaceOperation<unknown>

/** A composite that is under way. Its outcome is fixed when it settles and given when every branch has ended (C2). */
export interface Composite {
  readonly operation: CompositeOperation
  readonly owner: Coroutine
  readonly branches: Coroutine[]
  readonly outcomes: (Outcome | undefined)[]
  /** Branches that haven't ended. */
  live: number
  settled: Outcome | undefined
  /** The owner is being ended: the outcome is dropped, and the owner gets the token when all branches have ended (C3). */
  ending: boolean
}

/**
 * When each kind settles and with what (table of rule C1). `last` is the branch that has just ended; without it, the
 * composite has only begun. `undefined`: not yet.
 */
export const settle = {
  all(composite, last) {
    const outcome = last === undefined ? undefined : composite.outcomes[last]!
    if (outcome !== undefined && 'error' in outcome) return outcome
    return complete(composite) ? { value: collect(composite, valueOf) } : undefined
  },
  allSettled(composite) {
    return complete(composite) ? { value: collect(composite, promiseSettledResult) } : undefined
  },
  any(composite, last) {
    const outcome = last === undefined ? undefined : composite.outcomes[last]!
    if (outcome !== undefined && 'value' in outcome) return outcome
    if (!complete(composite)) return undefined
    const errors = composite.outcomes.map(one => (one as { error: unknown }).error)
    return { error: new AggregateError(errors, 'All branches of any(…) failed') }
  },
  race(composite, last) {
    if (last === undefined) return undefined
    const outcome = composite.outcomes[last]!
    const { keys } = composite.operation
    if ('error' in outcome || keys === undefined) return outcome
    return { value: { winner: keys[last], value: outcome.value } }
  },
} satisfies Record<
  CompositeOperation['kind'],
  (composite: Composite, last: number | undefined) => Outcome | undefined
>

const complete = (composite: Composite) => composite.outcomes.every(outcome => outcome !== undefined)

const valueOf = (outcome: Outcome) => (outcome as { value: unknown }).value

function promiseSettledResult(outcome: Outcome): PromiseSettledResult<unknown> {
  return 'error' in outcome
    ? { status: 'rejected', reason: outcome.error }
    : { status: 'fulfilled', value: outcome.value }
}

/** The branches' parts in the shape in which the branches were given. */
function collect(composite: Composite, part: (outcome: Outcome) => unknown): unknown {
  const parts = composite.outcomes.map(outcome => part(outcome!))
  const { keys } = composite.operation
  return keys === undefined ? parts : Object.fromEntries(keys.map((key, index) => [key, parts[index]]))
}
