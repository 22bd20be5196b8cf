import {
  isCoroutine,
  isOperation,
  noteOperations,
  ordinalOf,
  type Notes,
  type Operation,
} from '@reyield/workflow'
import type { Coroutine } from './coroutine.ts'

/**
 * Tells operations that were made and never yielded: forgotten, awaited or returned (P4). One coroutine runs at a time,
 * so what is made during a step is made by it.
 */
export class MadeOperations {
  readonly #notes: Notes
  /** Made and not yielded so far, with the coroutine that made them. */
  readonly #open = new Map<Operation<unknown>, Coroutine>()
  #warned: WeakSet<object> | undefined

  constructor(notes: Notes) {
    this.#notes = notes
  }

  /** Before a step. */
  beginStep(): void {
    noteOperations(this.#notes)
  }

  /**
   * After a step of a coroutine, with what it yielded, if it did. What is made between steps belongs to no execution: a program that
   * was found to await an outside promise makes operations when that promise settles (P6).
   */
  endStep(coroutine: Coroutine, yielded: unknown): void {
    noteOperations(undefined)
    const { made } = this.#notes
    if (made.length === 1 && made[0] === yielded && !('branches' in made[0]!)) {
      made.length = 0 // as nearly always
      return
    }
    for (const operation of made) this.#open.set(operation, coroutine)
    made.length = 0
    if (this.#open.size > 0) this.#use(yielded)
  }

  /**
   * What a coroutine that ends with a result has made and never yielded; an operation or a generator as the result is such a
   * one.
   */
  neverYielded(coroutine: Coroutine, result: unknown): object[] {
    const found: object[] = this.#madeBy(coroutine)
    if ((isOperation(result) || isCoroutine(result)) && !found.includes(result)) found.push(result)
    for (const operation of found) this.#open.delete(operation as Operation<unknown>)
    return found
  }

  /**
   * What a coroutine made and has not yielded so far, though it now waits for an operation that was made later; each is told
   * once. A generator that runs beside it may still yield what was passed to it.
   */
  passedOver(coroutine: Coroutine, asked: Operation<unknown>): Operation<unknown>[] {
    if (this.#open.size === 0 || mayYieldOthers(asked) || (coroutine.forks?.size ?? 0) > 0) return []
    const at = ordinalOf(asked, this.#notes)
    if (at === undefined) return []
    const warned = (this.#warned ??= new WeakSet())
    const found = this.#madeBy(coroutine).filter(
      operation => !warned.has(operation) && ordinalOf(operation, this.#notes)! < at,
    )
    for (const operation of found) warned.add(operation)
    return found
  }

  #madeBy(coroutine: Coroutine): Operation<unknown>[] {
    if (this.#open.size === 0) return []
    return [...this.#open].filter(([, maker]) => maker === coroutine).map(([operation]) => operation)
  }

  /** A yielded operation is used, and with it what it has as branches. */
  #use(value: unknown): void {
    if (!isOperation(value)) return
    this.#open.delete(value)
    if ('branches' in value) for (const branch of value.branches as readonly unknown[]) this.#use(branch)
  }
}

/** Whether other code of the program runs in an operation: a generator as a branch, or a function that makes branches. */
const mayYieldOthers = (operation: Operation<unknown>): boolean =>
  'start' in operation ||
  ('branches' in operation &&
    (operation.branches as readonly unknown[]).some(one => !isOperation(one) || mayYieldOthers(one)))
