import type { Branch, Operation } from '@reyield/workflow'
import { drive, isOperation, mark } from '@reyield/workflow/internal'
import type { Source } from './coroutine.ts'
import type { Steppable } from './step.ts'

/**
 * The generator that a coroutine runs, and whether it has already run (C15). For a plain operation it is the operation's iterator.
 */
export function generatorOf(source: Source): { readonly generator: Steppable; readonly driven: boolean } {
  const branch = typeof source === 'function' ? source() : source
  if (isOperation(branch)) return { generator: branch[Symbol.iterator](), driven: false }
  return { generator: branch, driven: !drive(branch) }
}

mark('step', generatorOf)

/** Closes a branch that hasn't started with `return()`, so that no code of it runs. For an operation, closes its branches. */
export function closeUnstarted(source: Source | Operation<unknown>): void {
  if (typeof source === 'function') return
  if (isOperation(source)) {
    if ('branches' in source)
      for (const branch of (source as { branches: readonly Branch[] }).branches) closeUnstarted(branch)
    return
  }
  if (!drive(source)) return // another branch has begun to run it
  const closed: unknown = source.return?.(undefined)
  if (closed instanceof Promise) closed.catch(() => undefined)
}
