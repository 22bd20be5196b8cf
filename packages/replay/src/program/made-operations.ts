import { isOperation, noteOperations, type Operation } from '@reyield/workflow'
import type { Coroutine } from './coroutine.ts'

/**
 * Tells operations that were made and never yielded: forgotten, awaited or returned (P4). One coroutine runs at a time,
 * so what is made during a step is made by it.
 */
export class MadeOperations {
  readonly #inStep: Operation<unknown>[] = []
  readonly #stacks: WeakMap<object, string> | undefined
  /** Made and not yielded so far, with the coroutine that made them. */
  readonly #open = new Map<Operation<unknown>, Coroutine>()

  /** `stacks` takes where each operation was made or yielded, for those who ask for source lines. */
  constructor(stacks: WeakMap<object, string> | undefined) {
    this.#stacks = stacks
  }

  /** Before a step. */
  beginStep(): void {
    noteOperations(this.#inStep, this.#stacks)
  }

  /** After a step of a coroutine, with what it yielded, if it did. */
  endStep(coroutine: Coroutine, yielded: unknown): void {
    noteOperations(undefined)
    const made = this.#inStep
    if (made.length === 1 && made[0] === yielded && !('branches' in made[0]!)) {
      made.length = 0 // as nearly always
      return
    }
    for (const operation of made) this.#open.set(operation, coroutine)
    made.length = 0
    if (this.#open.size > 0) this.#use(yielded)
  }

  /** What a coroutine that ends with a result has made and never yielded; an operation as the result is such a one. */
  neverYielded(coroutine: Coroutine, result: unknown): Operation<unknown>[] {
    const found = [...this.#open].filter(([, maker]) => maker === coroutine).map(([operation]) => operation)
    if (isOperation(result) && !found.includes(result)) found.push(result)
    for (const operation of found) this.#open.delete(operation)
    return found
  }

  /** A yielded operation is used, and with it what it has as branches. */
  #use(value: unknown): void {
    if (!isOperation(value)) return
    this.#open.delete(value)
    if ('branches' in value) for (const branch of value.branches as readonly unknown[]) this.#use(branch)
  }
}
