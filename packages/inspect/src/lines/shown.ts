import { inspect } from 'node:util'

/**
 * A value in one line, which doesn't depend on the machine or the version of Node: keys are sorted, because their order means
 * nothing, and errors have no stacks.
 */
export function shown(value: unknown, around: readonly object[] = []): string {
  if (typeof value !== 'object' || value === null) return inspect(value, { breakLength: Infinity })
  if (around.includes(value)) return '[Circular]'
  const inner = (part: unknown) => shown(part, [...around, value])
  const matcher = matcherText(value, inner)
  if (matcher !== undefined) return matcher
  for (const [type, show] of types) if (value instanceof type) return show(value as never, inner)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const members = entries.map(([key, part]) => `${plain.test(key) ? key : inspect(key)}: ${inner(part)}`)
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor?.name
  return `${name === undefined || name === 'Object' ? '' : `${name} `}${braced('{', members, '}')}`
}

/** Cuts a long text. */
export const short = (text: string, most = 60): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`

/** The text of an asymmetric matcher of a test framework, such as `expect.any(Number)`. */
function matcherText(value: object, inner: Inner): string | undefined {
  if (!('$$typeof' in value && value.$$typeof === Symbol.for('jest.asymmetricMatcher'))) return undefined
  const { sample, toString, toAsymmetricMatcher } = value as Matcher
  return toAsymmetricMatcher?.call(value) ?? `${toString.call(value)}(${inner(sample)})`
}

interface Matcher {
  readonly sample?: unknown
  readonly toString: () => string
  readonly toAsymmetricMatcher?: () => string
}

type Inner = (part: unknown) => string

const types: readonly (readonly [
  new (...args: never[]) => object,
  (value: never, inner: Inner) => string,
])[] = [
  [Date, (value: Date) => (Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString())],
  [RegExp, String],
  [URL, (value: URL) => `URL ${value.href}`],
  [Error, (value: Error) => `[${value.name}: ${value.message}]`],
  [Array, (value: unknown[], inner) => braced('[', value.map(inner), ']')],
  [
    Map,
    (value: Map<unknown, unknown>, inner) =>
      `Map ${braced(
        '{',
        [...value].map(([key, part]) => `${inner(key)} => ${inner(part)}`),
        '}',
      )}`,
  ],
  [Set, (value: Set<unknown>, inner) => `Set ${braced('{', [...value].map(inner), '}')}`],
  [
    Object.getPrototypeOf(Uint8Array) as typeof Uint8Array,
    (value: Uint8Array, inner) => `${value.constructor.name} ${braced('[', [...value].map(inner), ']')}`,
  ],
]

const plain = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

const braced = (open: string, parts: readonly string[], close: string): string =>
  parts.length === 0 ? open + close : `${open} ${parts.join(', ')} ${close}`
