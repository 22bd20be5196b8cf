import { isOperation } from '@reyield/workflow'
import { UnserializablePayloadError } from './errors.ts'

/** What a serializer says of an object: written as it is, to be looked into, or why it can't be written. */
export type Verdict = 'whole' | 'look inside' | { readonly refused: string }

/** How the parts of an object are reached. */
type Part = readonly [path: string, value: unknown]

/**
 * Walks a value before it is written and refuses what would be lost or changed, with its path. `judge` knows which
 * objects and primitives the serializer carries.
 *
 * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE)
 */
export function checkLossless(
  serializer: string,
  root: unknown,
  judge: (value: unknown, inArray: boolean) => Verdict,
): void {
  const seen = new Set<unknown>()
  const stack: (readonly [string, unknown, boolean])[] = [['$', root, false]]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [path, value, inArray] = next
    const verdict = refusedAnywhere(value) ?? judge(value, inArray)
    if (verdict === 'whole' || seen.has(value)) continue
    if (typeof verdict === 'object') throw new UnserializablePayloadError(serializer, path, verdict.refused)
    seen.add(value)
    const parts = partsOf(value as object, path)
    for (const [at, part] of parts.reverse()) stack.push([at, part, Array.isArray(value)])
    const [symbol] = Object.getOwnPropertySymbols(value)
    if (symbol !== undefined) {
      throw new UnserializablePayloadError(
        serializer,
        `${path}[${String(symbol)}]`,
        'a property named by a symbol would be lost',
      )
    }
  }
}

/** What no serializer carries. */
function refusedAnywhere(value: unknown): Verdict | undefined {
  if (typeof value === 'function') return { refused: 'a function would be lost' }
  if (typeof value === 'symbol') return { refused: 'a symbol would be lost' }
  if (isOperation(value)) return { refused: "an operation is no value; was 'yield*' forgotten?" }
  if (value instanceof Promise) return { refused: "a promise is no value; was 'await' forgotten?" }
  return undefined
}

function partsOf(value: object, path: string): Part[] {
  if (Array.isArray(value)) return Array.from(value, (part: unknown, index) => [`${path}[${index}]`, part])
  if (value instanceof Map) {
    return [...value].flatMap(([key, part], index): Part[] => [
      [`${path}.keys[${index}]`, key],
      [`${path}.values[${index}]`, part],
    ])
  }
  if (value instanceof Set)
    return [...value].map((part: unknown, index) => [`${path}.values[${index}]`, part])
  return Object.entries(value).map(([key, part]) => [
    /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`,
    part,
  ])
}

/** A plain object: made by a literal, or without a prototype. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

/** The refusal of an instance whose class would be forgotten. */
export const classLost = (value: object, remedy: string): Verdict => ({
  refused: `an instance of ${value.constructor?.name || 'a class'} would come back as a plain object; ${remedy}`,
})
