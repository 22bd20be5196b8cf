import type { Equals } from './equality.ts'

/** The one that differs least from what is expected: for a short diff. */
export function closest<T>(
  candidates: readonly T[],
  expected: unknown,
  equals: Equals,
  part: (candidate: T) => unknown = candidate => candidate,
): T | undefined {
  const distances = candidates.map(candidate => distance(part(candidate), expected, equals))
  return candidates[distances.indexOf(Math.min(...distances))]
}

/** In how many leaves two values differ. A thing that is missing counts for one, whatever is in it. */
export function distance(actual: unknown, expected: unknown, equals: Equals, depth = 0): number {
  if (equals(actual, expected)) return 0
  if (!isPlain(actual) || !isPlain(expected) || depth > 20) return 1
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)])
  const inner = [...keys].map(key =>
    key in actual && key in expected ? distance(actual[key], expected[key], equals, depth + 1) : 1,
  )
  return Math.max(
    1,
    inner.reduce((sum, one) => sum + one, 0),
  )
}

/** A list or an object of no class: what has parts of its own. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Array.isArray(value)
}
