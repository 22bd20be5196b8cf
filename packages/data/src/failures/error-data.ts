import { isSecretName, showsSecret } from './secrets.ts'

/** Returns what is recorded of an error besides its name, message, code and stack. The result is recorded as JSON. */
export type ErrorData = (error: unknown) => unknown

/** The most items of a list, and the most members of a flat object, that are recorded. */
const mostItems = 100

/** The most characters of a property that are recorded. */
const longestText = 32_768

/** Members for which the envelope has its own members. */
const known = new Set(['name', 'message', 'stack', 'cause', 'code'])

/**
 * Returns the own properties of an error that are recorded by default: scalars, dates, and lists and plain objects of these. Deeper
 * values are left out, for instance the request of an HTTP client with its headers, and so is what looks like a secret by its name
 * or value. Never throws.
 */
export function flatData(error: object, skipped: ReadonlySet<string>): Record<string, unknown> | undefined {
  return membersOf(error, key => !known.has(key) && !skipped.has(key), flatValue)
}

function membersOf(
  from: object,
  wanted: (key: string) => boolean,
  shown: (value: unknown) => unknown,
): Record<string, unknown> | undefined {
  try {
    const kept = Object.keys(from)
      .filter(key => wanted(key) && !isSecretName(key))
      .slice(0, mostItems)
      .flatMap((key): [string, unknown][] => {
        const value = shown(read(from, key))
        return value === undefined ? [] : [[key, value]]
      })
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  } catch {
    return undefined // a proxy whose traps throw
  }
}

/** Returns a scalar, or a list or plain object of scalars; undefined for other values. */
export function flatValue(value: unknown): unknown {
  try {
    const one = scalar(value)
    if (one !== undefined) return one
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      const items = value.slice(0, mostItems).map(scalar)
      // in a list of HTTP headers, the name of a secret may be the item before its value
      return items.some(item => item === undefined || (typeof item === 'string' && isSecretName(item)))
        ? undefined
        : items
    }
    return isPlain(value) ? membersOf(value, () => true, scalar) : undefined
  } catch {
    return undefined
  }
}

/** Returns a string, number, boolean, null or bigint, or what JSON writes as one; undefined for other values. */
function scalar(value: unknown): unknown {
  if (typeof value === 'string')
    return showsSecret(value.slice(0, longestText)) ? undefined : value.slice(0, longestText)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object') return undefined
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON !== 'function') return undefined
  const json: unknown = (toJSON as (this: unknown) => unknown).call(value)
  return typeof json === 'object' ? undefined : scalar(json)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function read(from: object, key: string): unknown {
  try {
    const value: unknown = (from as Record<string, unknown>)[key]
    scalar(value) // throws for a value whose own members throw
    return value
  } catch {
    return undefined
  }
}

/** Returns what the user's function chooses, as JSON data; the default if it throws. */
export function chosenData(error: unknown, choose: ErrorData, byDefault: () => unknown): unknown {
  try {
    const text = JSON.stringify(choose(error)) as string | undefined
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return byDefault()
  }
}
