import { types } from 'node:util'
import { isOperation } from '@reyield/workflow/internal'
import { UnserializablePayloadError } from '../errors.ts'

/** What a serializer does with a value: it writes it as a whole, it writes its parts, or it refuses it for a reason. */
export type Verdict = 'whole' | 'look inside' | { readonly refused: string; readonly at?: string }

/** A part of an object, with its path. */
type Part = readonly [path: string, value: unknown]

/** A value that is still to be checked, and the object that contains it. */
interface Place {
  readonly path: string
  readonly value: unknown
  readonly within: Place | undefined
}

/**
 * Checks all parts of a value before it's written, and throws for the first that would be lost or changed. `check` says what the
 * serializer does with a part. `circles` says whether an object may contain itself.
 *
 * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE)
 */
export function checkLossless(
  serializer: string,
  root: unknown,
  check: (value: unknown, inArray: boolean) => Verdict,
  { circles }: { readonly circles: boolean },
): void {
  const seen = new Set<unknown>()
  const stack: Place[] = [{ path: '$', value: root, within: undefined }]
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { path, value, within } = place
    const verdict = refusedAnywhere(value) ?? check(value, Array.isArray(within?.value))
    if (verdict === 'whole') continue
    if (typeof verdict === 'object') {
      const at = verdict.at === undefined ? path : step(path, verdict.at)
      throw new UnserializablePayloadError(serializer, at, verdict.refused)
    }
    if (!circles && isWithinItself(place)) {
      throw new UnserializablePayloadError(serializer, path, 'an object that contains itself has no end')
    }
    if (seen.has(value)) continue
    seen.add(value)
    if (Array.isArray(value)) checkArray(serializer, path, value)
    const parts = partsOf(value as object, path)
    for (const [at, part] of parts.reverse()) stack.push({ path: at, value: part, within: place })
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

function isWithinItself({ value, within }: Place): boolean {
  for (let place = within; place !== undefined; place = place.within) if (place.value === value) return true
  return false
}

/** Throws for arrays with holes, which would become null, and with other properties, which would be lost. */
function checkArray(serializer: string, path: string, array: readonly unknown[]): void {
  const keys = Object.keys(array)
  const odd = keys.findIndex((key, index) => key !== String(index))
  if (odd === -1 && keys.length === array.length) return
  const key = odd === -1 ? undefined : keys[odd]!
  if (key === undefined || /^\d+$/.test(key)) {
    const hole = odd === -1 ? keys.length : odd
    throw new UnserializablePayloadError(
      serializer,
      `${path}[${hole}]`,
      'a hole in an array would become null',
    )
  }
  throw new UnserializablePayloadError(serializer, step(path, key), 'a property of an array would be lost')
}

/** The refusal of values that no serializer writes. */
function refusedAnywhere(value: unknown): Verdict | undefined {
  if (typeof value === 'function') return { refused: 'a function would be lost' }
  if (typeof value === 'symbol') return { refused: 'a symbol would be lost' }
  if (isOperation(value)) return { refused: "an operation is no value; was 'yield*' forgotten?" }
  if (types.isPromise(value)) return { refused: "a promise is no value; was 'await' forgotten?" }
  return undefined
}

function partsOf(value: object, path: string): Part[] {
  if (Array.isArray(value)) return Array.from(value, (part: unknown, index) => [`${path}[${index}]`, part])
  if (types.isMap(value)) {
    return [...value].flatMap(([key, part], index): Part[] => [
      [`${path}.keys[${index}]`, key],
      [`${path}.values[${index}]`, part],
    ])
  }
  if (types.isSet(value)) return [...value].map((part: unknown, index) => [`${path}.values[${index}]`, part])
  const own = Object.entries(value).map(([key, part]): Part => [step(path, key), part])
  return types.isNativeError(value) && !Object.keys(value).includes('cause')
    ? [[`${path}.cause`, value.cause], ...own]
    : own
}

const step = (path: string, key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`

/** Whether an object is plain: made by a literal, or without a prototype. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

/** Whether an array is of the class Array itself, not of a class that extends it. */
export function isPlainArray(value: object): boolean {
  return Array.isArray(value) && isPlain(Object.getPrototypeOf(value) as object)
}

/** The refusal of an instance whose class would be lost. */
export const classLost = (value: object, remedy: string): Verdict => ({
  refused: `an instance of ${value.constructor?.name || 'a class'} would come back as a plain object; ${remedy}`,
})
