import { types } from 'node:util'

/** A function by its name in a module or an object. */
export interface ExportedFunction {
  readonly name: string
  readonly run: (input: unknown, context: unknown) => unknown
}

/**
 * The activities of a module or an object: what it exports as functions, and the methods of a class instance, inherited ones
 * too, called as methods. Classes are no activities, so errors and other types may be exported beside functions. Constructors,
 * accessors, private (`#`) methods, and what every object has aren't activities either.
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
      // a module compiled to CommonJS exports by accessors; those of a class are no functions
      const run: unknown =
        holder === module && own.get !== undefined && own.enumerable === true
          ? Reflect.get(module, name)
          : (own.value as unknown)
      if (typeof run !== 'function' || isClass(run)) continue
      if (holder === module && own.enumerable !== true) continue
      found.set(name, {
        name,
        run: (...given: [unknown, unknown]) => Reflect.apply(run, module, given) as unknown,
      })
    }
    holder = Object.getPrototypeOf(holder) as object | null
  }
  return [...found.values()]
}

/** `Object.prototype`, of any realm. */
const isRoot = (holder: object) =>
  Object.getPrototypeOf(holder) === null && Object.hasOwn(holder, 'hasOwnProperty')

/**
 * Tells classes from functions: the `prototype` of a class can't be assigned. A class that a compiler made a function of has
 * methods on its prototype, or extends another.
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
