import { types } from 'node:util'

/** The built-in classes that superjson writes. */
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
 * Returns the built-in class of a value. The class is recognized by the value's internals and not by its prototype, so values of
 * other realms (vm contexts, a test runner's sandbox) and mocked dates are recognized as well. Undefined for instances of other
 * classes that extend a built-in one, because their class would be lost.
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

/** Whether superjson, which uses `instanceof`, would not recognize a value. */
export function isForeign(value: object, builtin: Builtin | undefined): boolean {
  if (builtin === undefined) {
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype !== null && prototype !== Object.prototype
  }
  const type = asked[builtin as keyof typeof asked] as (() => new () => unknown) | undefined
  return type !== undefined && !(value instanceof type())
}

/** Functions, because tests may replace the global classes. */
const asked = { Date: () => Date, Map: () => Map, Set: () => Set, RegExp: () => RegExp, Error: () => Error }

/** Whether there are exactly so many prototypes up to the root, so that no class extends the built-in one. */
function isDirect(value: object, depth: number): boolean {
  let root: unknown = value
  for (let step = 0; step <= depth; step++) root = root === null ? undefined : Object.getPrototypeOf(root)
  return root === null
}

/** Whether a date has only the members that every date has. A mocked date is an instance of a class that extends Date. */
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

/** Whether an error is of one of JavaScript's own classes, of any realm. */
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
