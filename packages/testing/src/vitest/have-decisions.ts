import { kindOf, type DecisionView } from '@reyield/inspect/internal'
import { closest } from './closest.ts'
import type { Equals } from './equality.ts'
import { pairs } from './pairs.ts'

type GeneratedIds = 'id' | 'workflowId'
type Unknown<View> = { readonly [Member in keyof View]: unknown }
type Expected<View> = View extends unknown
  ? Unknown<Omit<View, GeneratedIds>> & Partial<Unknown<Pick<View, Extract<keyof View, GeneratedIds>>>>
  : never

/**
 * An expected decision. It has the members of a `DecisionView`, and each may be a matcher such as `expect.any(String)`. `id` and
 * `workflowId` may be left out, because Reyield generates them.
 *
 * @example
 * ```ts
 * const expected: ExpectedDecision[] = [{ schedule: 'charge', input: { id: '7', amount: expect.any(Number) } }]
 * expect(await decide(order, history(order).started(cart))).toHaveDecisions(expected)
 * ```
 */
export type ExpectedDecision = Expected<DecisionView>

/** The decisions in the order of the expected ones, for the comparison, and for the diff if they differ. */
export function alongside(
  decided: readonly DecisionView[],
  expected: readonly ExpectedDecision[],
  inOrder: boolean,
  equals: Equals,
): readonly unknown[] {
  if (inOrder) {
    return decided.map((view, index) => seenBy(view, expected[index]))
  }
  const found = pairs(expected, decided, (one, view) => equals(seenBy(view, one), one))
  const left = new Set(decided.keys())
  for (const index of found) if (index !== undefined) left.delete(index)
  const beside = expected.flatMap((one, place) => {
    const index = found[place] ?? nearest(one, decided, left, equals)
    if (index === undefined) return []
    left.delete(index)
    return [seenBy(decided[index]!, one)]
  })
  return [...beside, ...[...left].map(index => seenBy(decided[index]!, undefined))]
}

/** The remaining decision that differs least from the expected one. It is of the same kind. */
function nearest(
  expected: ExpectedDecision,
  decided: readonly DecisionView[],
  left: ReadonlySet<number>,
  equals: Equals,
): number | undefined {
  const alike = [...left].filter(index => kindOf(decided[index]!) === kindOf(expected))
  return closest(alike, expected, equals, index => seenBy(decided[index]!, expected))
}

/** A decision without the generated ids that the expected one doesn't have. */
function seenBy(view: DecisionView, expected: object | undefined): unknown {
  const asks = (member: string) => expected !== undefined && (member in expected || !isPlain(expected))
  const hidden = ['id', 'workflowId'].filter(member => member in view && !asks(member))
  return Object.fromEntries(Object.entries(view).filter(([member]) => !hidden.includes(member)))
}

/** A plain object. An asymmetric matcher isn't one, and may look at any member. */
const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype
