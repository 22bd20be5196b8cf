import {
  MapFailedError,
  messagesOf,
  withStackLimit,
  TimeoutError,
  type AllOperation,
  type MapOperation,
  type RaceOperation,
  type TimeoutOperation,
} from '@reyield/workflow'
import type { Composite, CompositeOperation } from '../program/composite.ts'
import type { Outcome } from '../program/coroutine.ts'
import { describeOperation } from '../program/describe.ts'

type Rule = (composite: Composite, index: number, outcome: Outcome) => Outcome | undefined

/** When each kind settles and with what, as each of its branches ends (table of rule C1). `undefined`: not yet. */
export const settle: Readonly<Record<CompositeOperation['kind'], Rule>> = {
  all(composite, index, outcome) {
    if ('error' in outcome) return outcome
    composite.parts[index] = outcome.value
    return whenWhole(composite)
  },
  allSettled(composite, index, outcome) {
    composite.parts[index] = promiseSettledResult(outcome)
    return whenWhole(composite)
  },
  any(composite, index, outcome) {
    if ('value' in outcome) return outcome
    composite.parts[index] = outcome.error
    return whenWhole(composite)
  },
  race({ operation }, index, outcome) {
    const { keys } = operation as RaceOperation<unknown>
    return 'error' in outcome || keys === undefined
      ? outcome
      : { value: { winner: keys[index], value: outcome.value } }
  },
  timeout({ operation }, index, outcome) {
    if (index === 0 || 'error' in outcome) return outcome
    const { branches, after, at } = operation as TimeoutOperation<unknown>
    return { error: new TimeoutError(describeOperation(branches[0]!), { after, at }) }
  },
  map(composite, index, outcome) {
    const { tolerate } = composite.operation as MapOperation<unknown>
    if (tolerate === undefined) return settle.all(composite, index, outcome)
    composite.parts[index] = promiseSettledResult(outcome)
    if (composite.failed <= tolerate) return whenWhole(composite)
    const errors = composite.parts.flatMap(part => {
      const one = part as PromiseSettledResult<unknown> | undefined
      return one?.status === 'rejected' ? [one.reason as unknown] : []
    })
    return { error: new MapFailedError(errors, tolerate, composite.count) }
  },
  retry: (_, __, outcome) => outcome,
  saga: (_, __, outcome) => outcome,
  shield: (_, __, outcome) => outcome,
}

/** What a composite gives when all of its branches have ended; at once if it has none (C1). */
export function whenWhole(composite: Composite): Outcome | undefined {
  const { operation, parts, ended, count } = composite
  if (ended < count) return undefined
  const { keys } = operation as AllOperation<unknown>
  if (operation.kind === 'any') return { error: noneOf(parts, keys) }
  return { value: keys === undefined ? parts : Object.fromEntries(keys.map((key, at) => [key, parts[at]])) }
}

/** Made without a stack, as all that the engine throws at a `yield*`: it gets the program's frames there. */
function noneOf(errors: readonly unknown[], keys: readonly string[] | undefined): AggregateError {
  const why = errors.length === 0 ? 'there are none' : messagesOf(errors, keys)
  return withStackLimit(0, () => new AggregateError(errors, `All branches of any(…) failed: ${why}`))
}

function promiseSettledResult(outcome: Outcome): PromiseSettledResult<unknown> {
  return 'error' in outcome
    ? { status: 'rejected', reason: outcome.error }
    : { status: 'fulfilled', value: outcome.value }
}
