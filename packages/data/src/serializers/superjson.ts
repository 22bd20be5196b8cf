import type { Serializer } from '@reyield/workflow'
import { SuperJSON } from 'superjson'
import { builtinOf, isForeign } from './builtin.ts'
import { carried, lost, plainObject } from './carried.ts'
import { UnreadablePayloadError } from '../errors.ts'
import { localized } from './localized.ts'
import { checkLossless, isPlain, isPlainArray, type Verdict } from './lossless.ts'

/**
 * Makes a serializer of an own SuperJSON instance, on which classes and transformers can be registered. It writes JSON, Date, Map,
 * Set, BigInt, RegExp, URL, Error, typed arrays, undefined, NaN, -0 and registered classes, and keeps shared and circular
 * references. It throws for everything else instead of losing it.
 *
 * @example
 * ```ts
 * const mine = new SuperJSON()
 * mine.registerClass(Money)
 * export const serializer = createSuperjson(mine)
 * ```
 */
export function createSuperjson(instance: SuperJSON): Serializer {
  const check = (value: unknown, foreign: { found: boolean }): Verdict => {
    if (typeof value !== 'object' || value === null) return 'whole'
    const known = registered(value)
    if (known !== undefined) return known
    if (isPlainArray(value)) return 'look inside'
    const builtin = isPlain(value) ? undefined : builtinOf(value)
    if (builtin === undefined && !isPlain(value)) return lost(value)
    foreign.found ||= isForeign(value, builtin)
    return builtin === undefined ? plainObject(value) : carried[builtin](value, instance)
  }
  const registered = (value: object): Verdict | undefined => {
    const { classRegistry, customTransformerRegistry } = instance
    const type = value.constructor as never
    if (type !== undefined && classRegistry.getIdentifier(type) !== undefined) {
      return classRegistry.getAllowedProps(type) === undefined ? 'look inside' : 'whole'
    }
    return customTransformerRegistry.findApplicable(value as never) === undefined ? undefined : 'whole'
  }
  return Object.freeze({
    name: 'superjson',
    serialize(value: unknown) {
      if (value === undefined) return undefined
      const foreign = { found: false }
      checkLossless('superjson', value, part => check(part, foreign), { circles: true })
      return JSON.stringify(
        instance.serialize(foreign.found ? localized(value, part => registered(part) === 'whole') : value),
      )
    },
    deserialize(text: string | undefined) {
      if (text === undefined || text === '') return undefined // consoles send an empty input for none (rule S3)
      const parsed = parse(text)
      if (!isEnvelope(parsed))
        throw new UnreadablePayloadError(
          'superjson',
          text,
          "A payload is JSON but not superjson’s {json, meta}, as if the serializer 'json' had written it",
        )
      if (parsed.meta === undefined) return parsed.json // superjson would make a deep copy for nothing
      try {
        return instance.deserialize(parsed as never)
      } catch (error) {
        throw new UnreadablePayloadError(
          'superjson',
          text,
          'A payload has a meta that superjson can’t apply',
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
    throw new UnreadablePayloadError(
      'superjson',
      text,
      "A payload is no JSON, as if the serializer 'text' had written it",
      error,
    )
  }
}

/** Whether a value is exactly `{json, meta?}`. Anything else was written by another program. */
function isEnvelope(value: unknown): value is { json: unknown; meta?: unknown } {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'json')) return false
  for (const key in value) if (key !== 'json' && key !== 'meta') return false
  return true
}

/**
 * The default serializer: superjson, which throws instead of losing parts of a value. See {@link createSuperjson}.
 *
 * @example
 * ```ts
 * superjson.serialize({ at: new Date(0) })
 * // '{"json":{"at":"1970-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]},"v":1}}'
 * ```
 */
export const superjson: Serializer = createSuperjson(new SuperJSON())
