import type { Branch, Operation } from '@reyield/workflow'
import { drive, isOperation, mark } from '@reyield/workflow/internal'
import type { Source } from './coroutine.ts'
import type { Steppable } from './step.ts'

/** What a coroutine runs, and whether it had already run (C15). A plain operation's own iterator is a coroutine of one operation. */
export function generatorOf(source: Source): { readonly generator: Steppable; readonly driven: boolean } {
  const branch = typeof source === 'function' ? source() : source
  if (isOperation(branch)) return { generator: branch[Symbol.iterator](), driven: false }
  return { generator: branch, driven: !drive(branch) }
}

mark('step', generatorOf)

/** A branch that hasn't started is closed with `return()`: nothing of it runs. Of an operation, its branches are closed. */
export function closeUnstarted(source: Source | Operation<unknown>): void {
  if (typeof source === 'function') return
  if (isOperation(source)) {
    if ('branches' in source)
      for (const branch of (source as { branches: readonly Branch[] }).branches) closeUnstarted(branch)
    return
  }
  if (!drive(source)) return // it's another branch's too, which has begun
  const closed: unknown = source.return?.(undefined)
  if (closed instanceof Promise) closed.catch(() => undefined)
}
