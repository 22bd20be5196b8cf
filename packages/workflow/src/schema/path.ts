import type { StandardSchemaV1 } from '@standard-schema/spec'

type Issues = readonly StandardSchemaV1.Issue[]
type Ask = (value: unknown) => Issues | 'none' | undefined

/** The most segments of a path, and the longest key, that are shown; and how many keys of one value are probed. */
const mostSegments = 20
const longestKey = 40
const mostProbes = 100

/** Replaces a key, to find out whether the schema knows the key as a name. */
const probe = 'reyieldProbe'

/**
 * The paths of a schema's issues, in a form that may be shown and recorded: `$.items[3].price`. Keys that are data (of maps and
 * records, and keys that a schema doesn't know) are shown as `[?]`, because they may be personal data. No schema says which keys
 * are data, so they are probed: if a key has another name and the schema rejects the same thing there, the key is data.
 *
 * @param validate asks the schema about another value: its issues if it rejects the value, `none` if it can't be asked
 */
export function placesOf(issues: Issues, value: unknown, validate: Ask): readonly string[] {
  const known = new Map<string, boolean>()
  const isData = (keys: readonly unknown[]): boolean => {
    const name = JSON.stringify(keys.map(String))
    const found = known.get(name) ?? (known.size >= mostProbes || isDataKey(keys, value, validate))
    known.set(name, found)
    return found
  }
  return Array.from(issues, issue => {
    const keys = keysOf(issue)
    let text = '$'
    let holder = value
    for (const [at, key] of keys.slice(0, mostSegments).entries()) {
      text +=
        Array.isArray(holder) && Number.isInteger(Number(key))
          ? `[${String(key)}]`
          : isName(key) && !(holder instanceof Map) && (!has(holder, key) || !isData(keys.slice(0, at + 1)))
            ? `.${key}`
            : '[?]'
      holder = member(holder, key)
    }
    return keys.length > mostSegments ? `${text}…` : text
  })
}

const keysOf = ({ path = [] }: StandardSchemaV1.Issue): readonly unknown[] =>
  path.map(segment => (typeof segment === 'object' ? segment.key : segment))

const isName = (key: unknown): key is string =>
  typeof key === 'string' && key.length <= longestKey && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)

/** Whether the last of these keys, which exists in the value, could have any other name. */
function isDataKey(keys: readonly unknown[], value: unknown, validate: Ask): boolean {
  const renamed = [...keys.slice(0, -1), probe]
  const issues = validate(withRenamed(value, keys))
  if (issues === undefined || issues === 'none') return issues === 'none'
  const paths = Array.from(issues, keysOf)
  const isAt = (wanted: readonly unknown[]) => paths.some(path => wanted.every((key, at) => path[at] === key))
  return isAt(renamed) && !isAt(keys)
}

/** A copy in which the last of these keys is renamed. */
function withRenamed(holder: unknown, [key, ...rest]: readonly unknown[]): unknown {
  if (holder instanceof Map) return new Map(holder).set(key, withRenamed(holder.get(key), rest))
  if (typeof holder !== 'object' || holder === null) return holder
  const child = member(holder, key)
  if (Array.isArray(holder)) return holder.with(Number(key), withRenamed(child, rest))
  const { [key as string]: _, ...others } = holder as Record<string, unknown>
  const changed =
    rest.length === 0
      ? { ...others, [probe]: child }
      : { ...others, [key as string]: withRenamed(child, rest) }
  return Object.assign(Object.create(Object.getPrototypeOf(holder) as object | null) as object, changed)
}

const has = (holder: unknown, key: string): boolean =>
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)

const member = (holder: unknown, key: unknown): unknown =>
  holder instanceof Map
    ? holder.get(key)
    : (holder as Record<PropertyKey, unknown> | null | undefined)?.[key as PropertyKey]
