import type { HistoryEvent } from '@aws-sdk/client-swf'
import { isOperation, type Operation } from '@reyield/workflow'
import { programFrames } from '../decisions/stack.ts'
import type { Coroutine } from './coroutine.ts'
import { describeOperation } from './describe.ts'
import { runningForks } from './forks.ts'

/** Where one coroutine waits. */
export interface Standing {
  readonly branch: string
  readonly operation: string
  readonly id: string | undefined
  readonly since: { readonly eventId: number; readonly at: Date } | undefined
  /** The program's stack frames, innermost first. */
  readonly frames: readonly string[]
  readonly generator: object | undefined
}

/** What is kept in a replay that is made for people (rule P5): where operations were made and yielded, and since when. */
export class Trace {
  /** The stack where each operation was made or, later, yielded; taken by the notes. */
  readonly stacks = new WeakMap<object, string>()
  readonly #asks = new WeakMap<
    Coroutine,
    { readonly operation: Operation<unknown>; readonly since: HistoryEvent | undefined }
  >()

  /** A coroutine asks for something that it may have to wait for. */
  asks(coroutine: Coroutine, operation: Operation<unknown>, since: HistoryEvent | undefined): void {
    this.#asks.set(coroutine, { operation, since })
  }

  /** The program's own stack frames where an operation was made or yielded, innermost first. */
  linesOf(operation: object): string[] {
    const stack = this.stacks.get(operation)
    return stack === undefined ? [] : programFrames(stack)
  }

  /** Where every coroutine from here on stands that waits, parents first. */
  *standing(coroutine: Coroutine): Generator<Standing> {
    const { wait, id: branch, source, generator } = coroutine
    const ask = this.#asks.get(coroutine)
    if (wait !== undefined && ask !== undefined) {
      yield {
        branch,
        operation: describeOperation(ask.operation),
        id: 'id' in wait ? (wait as { id: string }).id : undefined,
        since: ask.since && { eventId: ask.since.eventId!, at: ask.since.eventTimestamp! },
        frames: this.linesOf(ask.operation),
        generator: isOperation(source) ? undefined : generator,
      }
      if ('running' in wait) for (const one of wait.running) yield* this.standing(one)
    }
    for (const { coroutine: forked } of runningForks(coroutine)) yield* this.standing(forked)
  }
}
