/**
 * How a function of Reyield divides a stack. Stack frames show the names of functions, and bundlers change only names in the source
 * text. So names that are set at run time show whose frames those around it are, even if all frames have the same file.
 *
 * - `step`: the function runs code of the program for the engine or the worker. The frames below it aren't the program's.
 * - `call`: the program calls the function. The frames above it are Reyield's.
 * - `run`: Reyield calls the function, and it runs code of the program, for instance the generator of `saga`. The frames above it are
 *   the program's. The frames below it, down to the next mark, are Reyield's.
 */
export type Mark = 'step' | 'call' | 'run'

/**
 * Marks functions of Reyield.
 *
 * @example
 * ```ts
 * mark('call', sleep)
 * ```
 */
export function mark(as: Mark, ...functions: readonly ({ readonly name: string } & object)[]): void {
  for (const fn of functions)
    Object.defineProperty(fn, 'name', { value: `reyield:${as}.${fn.name}`, configurable: true })
}

/** Marks methods of a prototype. */
export function markMethods(as: Mark, prototype: object, ...methods: readonly PropertyKey[]): void {
  for (const method of methods) mark(as, Reflect.get(prototype, method) as () => unknown)
}

const marks = /(?:^|[\s.[])reyield:(step|call|run)\b/

/** The mark of a frame's function, if it has one. */
export const markOf = (line: string): Mark | undefined => marks.exec(line)?.[1] as Mark | undefined
