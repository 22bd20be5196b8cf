import { isOperation, type Branch, type Operation } from '@reyield/workflow'
import type { Source } from './coroutine.ts'
import type { Steppable } from './step.ts'

/** What a coroutine runs. A plain operation's own iterator is a coroutine of one operation. */
export function generatorOf(source: Source): Steppable {
  const branch = typeof source === 'function' ? source() : source
  return isOperation(branch) ? branch[Symbol.iterator]() : branch
}

/** A branch that hasn't started is closed with `return()`: nothing of it runs. Of an operation, its branches are closed. */
export function closeUnstarted(source: Source | Operation<unknown>): void {
  if (typeof source === 'function') return
  if (isOperation(source)) {
    if ('branches' in source)
      for (const branch of (source as { branches: readonly Branch[] }).branches) closeUnstarted(branch)
    return
  }
  const closed: unknown = source.return?.(undefined)
  if (closed instanceof Promise) closed.catch(() => undefined)
}
