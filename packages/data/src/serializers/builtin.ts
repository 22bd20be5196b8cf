import { types } from 'node:util'

/** The built-in classes that superjson carries. */
export type Builtin = 'Date' | 'Map' | 'Set' | 'RegExp' | 'URL' | 'Error' | TypedArray

type TypedArray = (typeof typedArrays)[number]
const typedArrays = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
] as const

/**
 * Which built-in class a value is an instance of. It's recognized by what it is, not by its prototype: values of other realms
 * (vm contexts, a test runner's sandbox) and mocked dates are what they are. Undefined for what a class of one's own extends,
 * as the class would be forgotten.
 */
export function builtinOf(value: object): Builtin | undefined {
  if (types.isDate(value)) return addsNothing(value) ? 'Date' : undefined
  if (types.isMap(value)) return isDirect(value, 2) ? 'Map' : undefined
  if (types.isSet(value)) return isDirect(value, 2) ? 'Set' : undefined
  if (types.isRegExp(value)) return isDirect(value, 2) ? 'RegExp' : undefined
  if (types.isTypedArray(value)) {
    const name = value[Symbol.toStringTag] as TypedArray
    return typedArrays.includes(name) && isDirect(value, 3) ? name : undefined
  }
  if (types.isNativeError(value)) return isOwnError(value) ? 'Error' : undefined
  return Object.getPrototypeOf(value) === URL.prototype ? 'URL' : undefined
}

/** Whether superjson, which asks `instanceof`, would take a value for something else than it is. */
export function isForeign(value: object, builtin: Builtin | undefined): boolean {
  if (builtin === undefined) {
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype !== null && prototype !== Object.prototype
  }
  const type = asked[builtin as keyof typeof asked] as (() => new () => unknown) | undefined
  return type !== undefined && !(value instanceof type())
}

/** Asked for each time: a test may have put another one in its place. */
const asked = { Date: () => Date, Map: () => Map, Set: () => Set, RegExp: () => RegExp, Error: () => Error }

/** So many prototypes up to the root: none is of a class that extends the built-in one. */
function isDirect(value: object, depth: number): boolean {
  let root: unknown = value
  for (let step = 0; step <= depth; step++) root = root === null ? undefined : Object.getPrototypeOf(root)
  return root === null
}

/** A mocked Date is an instance of a class that extends Date. What it has is what every date has. */
function addsNothing(value: Date): boolean {
  if (Object.keys(value).length > 0) return false
  for (
    let prototype = Object.getPrototypeOf(value) as object | null;
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    if (Reflect.ownKeys(prototype).some(key => !(key in realDate))) return false
  }
  return true
}

const realDate = Date.prototype

/** Of an error class of the language, of any realm. */
function isOwnError(value: Error): boolean {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null
  const { constructor } = prototype ?? {}
  return (
    typeof constructor === 'function' &&
    errorNames.has(constructor.name) &&
    (constructor as { prototype?: unknown }).prototype === prototype &&
    /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(constructor))
  )
}

const errorNames = new Set([
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
])
