import { types } from 'node:util'

/** Thrown for a value that has no literal. */
class NotLiteral extends Error {}

/**
 * A JavaScript expression in one line that creates an equal value. Returns `undefined` if there is none without the
 * user's names: for instances of classes, errors, circular values, and objects that occur twice. It also returns
 * `undefined` if TypeScript would infer another type than the declared one.
 */
export function literal(value: unknown): string | undefined {
  try {
    return expression(value, new Set())
  } catch (error) {
    if (error instanceof NotLiteral) return undefined
    throw error
  }
}

/** A string as code, in single quotes. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`

/** A name as a variable, if it can be one. `taken` are the variables of the code around it. */
export const asVariable = (name: string, taken: ReadonlySet<string>): string | undefined =>
  /^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name) && !taken.has(name) ? name : undefined

function expression(value: unknown, seen: Set<object>): string {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'bigint':
      return `${value}n`
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'object':
      return value === null ? 'null' : object(value, seen)
    default:
      throw new NotLiteral()
  }
}

function object(value: object, seen: Set<object>): string {
  if (seen.has(value)) throw new NotLiteral()
  seen.add(value)
  const made = Array.isArray(value) ? array(value, seen) : builtin(value, seen)
  return made ?? plain(value, seen)
}

function array(value: readonly unknown[], seen: Set<object>): string | undefined {
  const isDense = Object.keys(value).length === value.length
  return isDense && prototypeOf(value) === Array.prototype ? `[${list(value, seen)}]` : undefined
}

const list = (values: Iterable<unknown>, seen: Set<object>) =>
  Array.from(values, one => expression(one, seen)).join(', ')

function builtin(value: object, seen: Set<object>): string | undefined {
  if (Object.keys(value).length > 0 && !types.isTypedArray(value)) return undefined
  const prototype = prototypeOf(value)
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value)
    return `new Date(${Number.isNaN(time) ? 'NaN' : quoted(new Date(time).toISOString())})`
  }
  if (types.isRegExp(value) && prototype === RegExp.prototype) {
    return `new RegExp(${quoted(value.source)}, ${quoted(value.flags)})`
  }
  if (prototype === URL.prototype) return `new URL(${quoted((value as URL).href)})`
  if (types.isMap(value) && prototype === Map.prototype) {
    const entries = [...value]
    if (!inferable(entries.map(([key]) => key)) || !inferable(entries.map(([, of]) => of)))
      throw new NotLiteral()
    const pairs = entries.map(([key, of]) => `[${expression(key, seen)}, ${expression(of, seen)}]`)
    return `new Map(${pairs.length === 0 ? '' : `[${pairs.join(', ')}]`})`
  }
  if (types.isSet(value) && prototype === Set.prototype) {
    if (![...value].every(one => kindOf(one) !== undefined)) throw new NotLiteral()
    return `new Set(${value.size === 0 ? '' : `[${list(value, seen)}]`})`
  }
  if (types.isTypedArray(value)) {
    const name = value[Symbol.toStringTag]
    return prototype === prototypes.get(name)
      ? `new ${name}([${list(value as Iterable<unknown>, seen)}])`
      : undefined
  }
  return undefined
}

/**
 * Whether TypeScript infers a type for the keys, values or members of a Map or Set that fits the declared one. It
 * widens literals in objects and lists (`{ kind: 'a' }` to `{ kind: string }`), and rejects Maps with values of several
 * types.
 */
const inferable = (values: readonly unknown[]) =>
  new Set(values.map(kindOf)).size <= 1 && values.every(value => kindOf(value) !== undefined)

function kindOf(value: unknown): string | undefined {
  if (typeof value !== 'object') return typeof value
  if (types.isDate(value) || types.isRegExp(value) || types.isTypedArray(value) || value instanceof URL)
    return Object.prototype.toString.call(value)
  return value === null ? 'null' : undefined
}

const prototypes = new Map<string, object>(
  [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ].map(({ name, prototype }) => [name, prototype]),
)

function plain(value: object, seen: Set<object>): string {
  const prototype = prototypeOf(value)
  const isPlain = prototype === null || prototype === Object.prototype
  if (!isPlain || types.isProxy(value) || Object.getOwnPropertySymbols(value).length > 0)
    throw new NotLiteral()
  const members = Object.entries(value).map(([name, of]) => `${key(name)}: ${expression(of, seen)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** `__proto__` as a key of a literal would set the prototype. */
const key = (name: string) =>
  name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)

const prototypeOf = (value: object) => Object.getPrototypeOf(value) as object | null

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined NaN Infinity var void while with yield'
  ).split(' '),
)
