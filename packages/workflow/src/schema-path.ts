import type { StandardSchemaV1 } from '@standard-schema/spec'

/** More segments and longer keys than these are not shown. */
const mostSegments = 20
const longestKey = 40

/**
 * Where in a value a schema's issue is, as it may be shown and recorded: `$.items[3].price`. Keys that may be data (those of maps, and
 * of objects where they don't look like names of properties) are shown as `[?]`.
 */
export function pathText(
  path: readonly (PropertyKey | StandardSchemaV1.PathSegment)[],
  value: unknown,
): string {
  let text = '$'
  let at = value
  for (const segment of path.slice(0, mostSegments)) {
    const key: unknown = typeof segment === 'object' ? segment.key : segment
    text += keyText(key, at)
    at =
      at instanceof Map ? at.get(key) : (at as Record<PropertyKey, unknown> | undefined)?.[key as PropertyKey]
  }
  return path.length > mostSegments ? `${text}…` : text
}

function keyText(key: unknown, holder: unknown): string {
  if (Array.isArray(holder)) return Number.isInteger(Number(key)) ? `[${String(key)}]` : '[?]'
  if (holder instanceof Map || holder instanceof Set) return '[?]'
  return typeof key === 'string' && key.length <= longestKey && name.test(key) ? `.${key}` : '[?]'
}

const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
