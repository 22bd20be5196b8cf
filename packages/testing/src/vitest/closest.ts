import type { Equals } from './equality.ts'

/** The value that differs least from the expected one, for a short diff. */
export function closest<T>(
  candidates: readonly T[],
  expected: unknown,
  equals: Equals,
  part: (candidate: T) => unknown = candidate => candidate,
): T | undefined {
  const distances = candidates.map(candidate => distance(part(candidate), expected, equals))
  return candidates[distances.indexOf(Math.min(...distances))]
}

/** In how many leaves two values differ. A missing part counts as one, whatever it contains. */
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

/** Whether a value is a list or a plain object, whose parts are compared. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Array.isArray(value)
}
