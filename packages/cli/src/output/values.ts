import { inspect } from 'node:util'

/** A value for people: text as it is, everything else as JavaScript shows it. */
export const valueText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : inspect(value, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, sorted: false })

/** A value in what JSON has: maps as lists of pairs, sets as lists, large integers as text, errors as their name and message. */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (value instanceof Map) return [...value].map(pair => plainJson(pair))
  if (value instanceof Set) return [...value].map(each => plainJson(each))
  if (value instanceof Error) return { name: value.name, message: value.message }
  if (value instanceof RegExp || value instanceof URL) return String(value)
  if (Array.isArray(value)) return value.map(each => plainJson(each))
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainJson(each)]))
}
