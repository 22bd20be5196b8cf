import { types } from 'node:util'
import { threadedOf } from '../threads/threaded.ts'

/** A function with its name in a module or an object. */
export interface ExportedFunction {
  readonly name: string
  readonly run: (input: unknown, context: unknown) => unknown
}

/**
 * Returns the activities of a module or an object: its functions, and the methods of a class instance, including inherited
 * ones, which are called as methods. Classes aren't activities, so errors and other types may be exported with functions.
 * Constructors, accessors, private (`#`) methods, and the methods of every object aren't activities either.
 *
 * @example
 * ```ts
 * exportedFunctions(new Payments(database)).map(({ name }) => name) // ['charge', 'refund']
 * ```
 */
export function exportedFunctions(module: object): ExportedFunction[] {
  const found = new Map<string, ExportedFunction>()
  const seen = new Set<string>(['constructor'])
  for (let holder: object | null = module; holder !== null && !isRoot(holder);) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (seen.has(name)) continue
      seen.add(name)
      const own = Object.getOwnPropertyDescriptor(holder, name)!
      // a module compiled to CommonJS exports functions by accessors; accessors of a class aren't activities
      const run: unknown =
        holder === module && own.get !== undefined && own.enumerable === true
          ? Reflect.get(module, name)
          : (own.value as unknown)
      if (typeof run !== 'function' || isClass(run)) continue
      if (holder === module && own.enumerable !== true) continue
      const inThread = threadedOf(run) !== undefined // needs no `this`, and the worker has to recognize it
      const method = (...given: [unknown, unknown]) => Reflect.apply(run, module, given) as unknown
      found.set(name, { name, run: inThread ? (run as ExportedFunction['run']) : method })
    }
    holder = Object.getPrototypeOf(holder) as object | null
  }
  return [...found.values()]
}

/** `Object.prototype`, of any realm. */
const isRoot = (holder: object) =>
  Object.getPrototypeOf(holder) === null && Object.hasOwn(holder, 'hasOwnProperty')

/**
 * Whether a value is a class and not a function. The `prototype` of a class isn't writable. A class that a compiler has turned into a
 * function has methods on its prototype, or extends another.
 */
export function isClass(value: object): boolean {
  const own = Object.getOwnPropertyDescriptor(value, 'prototype')
  if (own === undefined || types.isGeneratorFunction(value)) return false
  if (own.writable === false) return true
  const prototype: unknown = own.value
  if (typeof prototype !== 'object' || prototype === null) return false
  return (
    !isRoot(Object.getPrototypeOf(prototype) as object) || Object.getOwnPropertyNames(prototype).length > 1
  )
}
