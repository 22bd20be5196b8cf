import type { Serializer } from '@reyield/workflow'
import { SuperJSON } from 'superjson'
import { UnreadablePayloadError } from './errors.ts'
import { checkLossless, classLost, isPlain, type Verdict } from './lossless.ts'

/**
 * A serializer over a SuperJSON instance of one's own, on which classes and transformers can be registered. Carries JSON
 * and Date, Map, Set, BigInt, RegExp, URL, Error, typed arrays, undefined, NaN, -0, and registered classes; shared and
 * circular references stay what they are.
 *
 * @example
 * ```ts
 * const mine = new SuperJSON()
 * mine.registerClass(Money)
 * export const serializer = createSuperjson(mine)
 * ```
 */
export function createSuperjson(instance: SuperJSON): Serializer {
  const judge = (value: unknown): Verdict => {
    if (typeof value !== 'object' || value === null) return 'whole'
    if (carried.some(one => value instanceof one)) return 'look inside'
    if (value instanceof URL || value instanceof RegExp || value instanceof Date || ArrayBuffer.isView(value))
      return 'whole'
    if (value instanceof Error) return nativeErrors.has(value.constructor) ? 'whole' : registered(value)
    return isPlain(value) ? 'look inside' : registered(value)
  }
  const registered = (value: object): Verdict => {
    const known =
      instance.classRegistry.getIdentifier(value.constructor as never) !== undefined ||
      instance.customTransformerRegistry.findApplicable(value as never) !== undefined
    return known
      ? 'whole'
      : classLost(value, 'register the class on a SuperJSON instance and use createSuperjson(instance)')
  }
  return Object.freeze({
    name: 'superjson',
    serialize(value: unknown) {
      if (value === undefined) return undefined
      checkLossless('superjson', value, judge)
      return JSON.stringify(instance.serialize(value))
    },
    deserialize(text: string | undefined) {
      if (text === undefined) return undefined
      const parsed = parse(text)
      if (!isEnvelope(parsed))
        throw new UnreadablePayloadError(
          'superjson',
          text,
          'A payload is JSON but not superjson’s {json, meta}',
        )
      try {
        return instance.deserialize(parsed as never)
      } catch (error) {
        throw new UnreadablePayloadError(
          'superjson',
          text,
          'A payload has a meta that superjson can’t follow',
          error,
        )
      }
    },
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnreadablePayloadError('superjson', text, 'A payload is no JSON', error)
  }
}

/** Exactly `{json, meta?}`: anything else was written by somebody else. */
function isEnvelope(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'json')) return false
  return Object.keys(value).every(key => key === 'json' || key === 'meta')
}

const carried = [Array, Map, Set]
const nativeErrors = new Set<unknown>([
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
])

/**
 * The default serializer: superjson, strict. See {@link createSuperjson}.
 *
 * @example
 * ```ts
 * superjson.serialize({ at: new Date(0) })
 * // '{"json":{"at":"1970-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]},"v":1}}'
 * ```
 */
export const superjson: Serializer = createSuperjson(new SuperJSON())
