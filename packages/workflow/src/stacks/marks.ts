/**
 * What a function of ours is for stacks. Frames show the name of a function, and a bundler or a minifier changes only the names
 * that are declared. So a name that is set as the program starts says whose the frames around it are, also where every frame
 * has the same file.
 *
 * - `step`: runs code of the program for the engine or the worker. What lies below it is none of the program's.
 * - `call`: called by the program. What lies above it is ours.
 * - `run`: called by us, runs code of the program: the generator of `saga`, for one. What lies above it is the program's, what
 *   lies below it, down to the next mark, is ours.
 */
export type Mark = 'step' | 'call' | 'run'

/**
 * Marks functions of ours.
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

/** The mark of the function of a frame. */
export const markOf = (line: string): Mark | undefined => marks.exec(line)?.[1] as Mark | undefined
