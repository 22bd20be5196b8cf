import { isOperation, noteDriven, noteReused, type Coroutine, type Operation } from '../operation.ts'

const key = Symbol.for('reyield.generators-driven')
/** Shared by all copies of this package in the process. */
const driven = ((globalThis as { [key]?: WeakSet<object> })[key] ??= new WeakSet())

/**
 * Notes that a generator object is run now. Returns false if it has already run, because a generator object can run only once
 * (replay rule C15). Steps by the program itself, with `next()` or `yield*`, aren't seen.
 *
 * @example
 * ```ts
 * if (!drive(generator)) throw new ReusedGeneratorError(workflow, branch)
 * ```
 */
export function drive(generator: object): boolean {
  if (driven.has(generator)) return false
  driven.add(generator)
  return true
}

/** For helpers that run a branch by their own `yield*`, which the engine doesn't see. Returns the branch. */
export function driving<B extends Operation<unknown> | Coroutine<unknown>>(branch: B): B {
  if (isOperation(branch)) return branch
  if (!drive(branch)) noteReused()
  noteDriven(branch)
  return branch
}
