import { inspect, types } from 'node:util'

/** The depth to which objects are shown in a log line. */
const deepest = 6

/**
 * A field's value in one line: as JSON if possible, otherwise in a readable form. Never throws, even for BigInt, circular objects,
 * symbols, getters that throw, objects without a prototype, or proxies.
 *
 * @example
 * ```ts
 * inOneLine({ left: 3n }) // '{"left":"3n"}'
 * ```
 */
export function inOneLine(value: unknown): string {
  try {
    if (typeof value === 'string') return /^[^\s"]+$/.test(value) ? value : JSON.stringify(value)
    if (value === undefined) return 'undefined'
    if (typeof value === 'number' || typeof value === 'bigint') return String(value)
    return JSON.stringify(plain(value, []))
  } catch {
    return '(unreadable)'
  }
}

/** A copy of a value that JSON can write, for loggers that write JSON. Never throws. Scalars are returned as they are. */
export function jsonValue(value: unknown): unknown {
  try {
    return plain(value, [])
  } catch {
    return '(unreadable)'
  }
}

/** A copy of a value that JSON can write, in which other types are replaced by readable text. */
function plain(value: unknown, parents: readonly object[]): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol' || typeof value === 'function') return inspect(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (parents.includes(value)) return '[circular]'
  if (parents.length >= deepest) return '[…]'
  const path = [...parents, value]
  try {
    if (value instanceof Error) return plainError(value, path)
    if (Array.isArray(value)) return Array.from({ length: value.length }, (_, i) => member(value, i, path))
    if (typeof (value as { toJSON?: unknown }).toJSON === 'function') {
      return plain((value as { toJSON(): unknown }).toJSON(), path)
    }
    if (types.isMap(value) || types.isSet(value) || ArrayBuffer.isView(value)) {
      return inspect(value, { breakLength: Infinity, compact: true, depth: 2 })
    }
    return members(value, Reflect.ownKeys(value).filter(isEnumerable, value), path)
  } catch {
    return '(unreadable)'
  }
}

/** Name, message, flat data, causes. Not the stack, which has many lines; nor other objects, which may hold anything. */
function plainError(error: Error, path: readonly object[]): object {
  const { name, message, ...data } = members(
    error,
    ['name', 'message', ...Reflect.ownKeys(error).filter(key => key !== 'stack')],
    path,
  )
  const shown = Object.entries(data).filter(
    ([key, value]) => key === 'cause' || key === 'errors' || typeof value !== 'object',
  )
  return { name, message, ...Object.fromEntries(shown) }
}

function isEnumerable(this: object, key: string | symbol): boolean {
  return Object.prototype.propertyIsEnumerable.call(this, key)
}

function members(
  value: object,
  keys: readonly (string | symbol)[],
  path: readonly object[],
): Record<string, unknown> {
  return Object.fromEntries(keys.map(key => [String(key), member(value, key, path)]))
}

function member(value: object, key: string | symbol | number, path: readonly object[]): unknown {
  let found: unknown
  try {
    found = (value as Record<string | symbol | number, unknown>)[key]
  } catch {
    return '(its getter throws)'
  }
  return plain(found, path)
}
