import { isReyieldError } from './by-code.ts'
import { revivedOf } from './revived.ts'

/** The native errors that JavaScript throws for mistakes in code. Others (SyntaxError, RangeError) are caused by data. */
const native = new Set(['TypeError', 'ReferenceError'])

/** Reyield's own programming errors. */
const ours = new Set<string>([
  'YIELD_INVALID',
  'DURATION_INVALID',
  'DEFINITION_INVALID',
  'CONTINUE_AS_NEW_MISPLACED',
  'INPUT_INVALID',
])

/**
 * Whether only new code can fix an error (rule E1). It's true for a native TypeError without a `code`, a ReferenceError and a stack
 * overflow, but not for classes that extend these, and for Reyield's own programming errors. It's false for errors of another
 * process, such as the cause of a failed activity.
 *
 * @example
 * ```ts
 * isBug(new TypeError('order.items is not iterable')) // true
 * isBug(new RangeError('no such page')) // false
 * ```
 */
export function isBug(error: unknown): boolean {
  if (revivedOf(error) !== undefined) return false
  if (isReyieldError(error)) return ours.has(error.code) || error.code.startsWith('PAYLOAD_')
  try {
    if (typeof error !== 'object' || error === null || Object.hasOwn(error, 'code')) return false
    const name = nativeClassOf(error)
    if (name === 'RangeError') return (error as Error).message === 'Maximum call stack size exceeded'
    return name !== undefined && native.has(name)
  } catch {
    return false // a proxy whose traps throw
  }
}

/** The name of the native class of an error, in any realm, because test runners run code in realms of their own. */
function nativeClassOf(error: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(error)
  if (typeof prototype !== 'object' || prototype === null) return undefined
  const { constructor } = prototype
  if (!Object.hasOwn(prototype, 'constructor') || typeof constructor !== 'function') return undefined
  const isNative = /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(constructor))
  return isNative ? constructor.name : undefined
}
