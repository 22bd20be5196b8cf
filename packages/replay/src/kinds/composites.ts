import {
  MapFailedError,
  TimeoutError,
  type AllOperation,
  type AllSettledOperation,
  type AnyOperation,
  type MapOperation,
  type OperationKind,
  type RaceOperation,
  type RetryOperation,
  type SagaOperation,
  type ShieldOperation,
  type TimeoutOperation,
} from '@reyield/workflow'
import { messagesOf, withStackLimit } from '@reyield/workflow/internal'
import type { Composite, Outcome, Settle } from '../program/coroutine.ts'
import { called, type CompositeKind } from '../program/kind.ts'

/*
 * When each composite settles and with which outcome, as each of its branches ends (table of rule C1). `undefined`: not yet.
 */

export const all = composite<AllOperation<unknown>>('all', {
  budgeted: true,
  settle: allFulfilled,
})

export const allSettled = composite<AllSettledOperation<unknown>>('allSettled', {
  budgeted: true,
  settle(composite, index, outcome) {
    composite.parts[index] = promiseSettledResult(outcome)
    return whenWhole(composite, values)
  },
})

export const any = composite<AnyOperation<unknown>>('any', {
  budgeted: true,
  settle(composite, index, outcome) {
    if ('value' in outcome) return outcome
    composite.parts[index] = outcome.error
    return whenWhole(composite, noneFulfilled)
  },
  whole: noneFulfilled,
})

export const race = composite<RaceOperation<unknown>>('race', {
  budgeted: true,
  settle: ({ operation: { keys } }, index, outcome) =>
    'error' in outcome || keys === undefined
      ? outcome
      : { value: { winner: keys[index], value: outcome.value } },
})

export const timeout = composite<TimeoutOperation<unknown>>('timeout', {
  settle({ operation }, index, outcome, describe) {
    if (index === 0 || 'error' in outcome) return outcome
    const { branches, after, at } = operation as TimeoutOperation<unknown>
    return { error: new TimeoutError(describe(branches[0]!), { after, at }) }
  },
})

export const map = composite<MapOperation<unknown>>('map', {
  budgeted: true,
  settle(composite, index, outcome) {
    const { tolerate } = composite.operation as MapOperation<unknown>
    if (tolerate === undefined) return allFulfilled(composite, index, outcome)
    composite.parts[index] = promiseSettledResult(outcome)
    if (composite.failed <= tolerate) return whenWhole(composite, values)
    const errors = composite.parts.flatMap(part => {
      const one = part as PromiseSettledResult<unknown> | undefined
      return one?.status === 'rejected' ? [one.reason as unknown] : []
    })
    return { error: new MapFailedError(errors, tolerate, composite.count) }
  },
})

export const retry = composite<RetryOperation<unknown>>('retry', { ours: true, settle: asItsBranch })

export const saga = composite<SagaOperation<unknown>>('saga', { ours: true, settle: asItsBranch })

export const shield = composite<ShieldOperation<unknown>>('shield', { shields: true, settle: asItsBranch })

function composite<O>(
  kind: OperationKind,
  rules: Pick<CompositeKind<O>, 'settle'> &
    Partial<Pick<CompositeKind<O>, 'whole' | 'shields' | 'ours' | 'budgeted'>>,
): CompositeKind<O> {
  return {
    runs: 'composite',
    numbered: true,
    describe: called(kind),
    whole: values,
    shields: false,
    ours: false,
    budgeted: false,
    ...rules,
  }
}

function asItsBranch(_: Composite, __: number, outcome: Outcome): Outcome {
  return outcome
}

function allFulfilled(composite: Composite, index: number, outcome: Outcome): ReturnType<Settle> {
  if ('error' in outcome) return outcome
  composite.parts[index] = outcome.value
  return whenWhole(composite, values)
}

/** The outcome of a composite when all of its branches have ended. */
const whenWhole = (composite: Composite, whole: (composite: Composite) => Outcome): Outcome | undefined =>
  composite.ended < composite.count ? undefined : whole(composite)

function values({ operation: { keys }, parts }: Composite): Outcome {
  return { value: keys === undefined ? parts : Object.fromEntries(keys.map((key, at) => [key, parts[at]])) }
}

function noneFulfilled({ operation: { keys }, parts }: Composite): Outcome {
  return { error: noneOf(parts, keys) }
}

/** Created without a stack, as all errors that the engine throws at a `yield*`, where they get the program's frames. */
function noneOf(errors: readonly unknown[], keys: readonly string[] | undefined): AggregateError {
  const why = errors.length === 0 ? 'there are none' : messagesOf(errors, keys)
  return withStackLimit(0, () => new AggregateError(errors, `All branches of any(…) failed: ${why}`))
}

function promiseSettledResult(outcome: Outcome): PromiseSettledResult<unknown> {
  return 'error' in outcome
    ? { status: 'rejected', reason: outcome.error }
    : { status: 'fulfilled', value: outcome.value }
}
