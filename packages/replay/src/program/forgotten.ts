import type { Operation } from '@reyield/workflow'
import { isCoroutine, isOperation, noteOperations, ordinalOf, type Notes } from '@reyield/workflow/internal'
import { OperationNeverYieldedError } from '../errors/program.ts'
import type { Coroutine } from './coroutine.ts'
import type { Kernel } from './kernel.ts'
import type { SchedulerPort } from './port.ts'

/**
 * Finds operations that were made and never yielded: forgotten, awaited or returned (P4). One coroutine runs at a time,
 * so what is made during a step is made by it.
 */
export class Forgotten {
  readonly #port: SchedulerPort
  readonly #kernel: Kernel
  readonly #notes: Notes
  /** Made and not yielded so far, with the coroutine that made them. */
  readonly #open = new Map<Operation<unknown>, Coroutine>()
  #warned: WeakSet<object> | undefined

  constructor(port: SchedulerPort, kernel: Kernel) {
    this.#port = port
    this.#kernel = kernel
    this.#notes = port.notes
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

  /** At the end of a coroutine that went its whole way, everything it made must have been yielded. */
  atReturn(coroutine: Coroutine, result: unknown): void {
    if (coroutine.ended || coroutine.ending) return
    const error = this.#errorOf(coroutine, result)
    if (error !== undefined) this.#port.neverYielded(error)
  }

  /** Where a coroutine ends with an error, that is the error; what it forgot is a warning. */
  atError(coroutine: Coroutine, error: unknown): void {
    if (coroutine.ended || coroutine.ending || this.#kernel.comesOfCancel(error)) return
    const forgotten = this.#errorOf(coroutine, undefined)
    if (forgotten !== undefined) this.#port.warn(forgotten.message)
  }

  /** While a coroutine waits for a later operation, an earlier one has probably been forgotten. */
  atWait(coroutine: Coroutine, asked: Operation<unknown>): void {
    if (this.#open.size === 0) return
    for (const operation of this.#passedOver(coroutine, asked)) {
      this.#port.warn(
        `Workflow '${this.#port.workflow}'${coroutine.id === '' ? '' : ` (branch ${coroutine.id})`} made ` +
          `${this.#described(operation)}, and waits for ${this.#kernel.describe(asked)}, made later, without having yielded it: ` +
          `nothing is done so far. Write 'yield* ' before the call`,
      )
    }
  }

  #errorOf(coroutine: Coroutine, result: unknown): OperationNeverYieldedError | undefined {
    const forgotten = this.#neverYielded(coroutine, result)
    if (forgotten.length === 0) return undefined
    const operations = forgotten.map(this.#described)
    return new OperationNeverYieldedError(this.#port.workflow, coroutine.id, operations)
  }

  readonly #described = (operation: object): string => {
    const [line] = this.#kernel.linesOf(operation)
    return this.#kernel.describe(operation) + (line === undefined ? '' : ` (${line})`)
  }

  /**
   * What a coroutine that ends with a result has made and never yielded; an operation or a generator as the result is such a
   * one.
   */
  #neverYielded(coroutine: Coroutine, result: unknown): object[] {
    const found: object[] = this.#madeBy(coroutine)
    if ((isOperation(result) || isCoroutine(result)) && !found.includes(result)) found.push(result)
    for (const operation of found) this.#open.delete(operation as Operation<unknown>)
    return found
  }

  /**
   * What a coroutine made and has not yielded so far, though it now waits for an operation that was made later; each is found
   * once. A generator that runs beside it may still yield what was passed to it.
   */
  #passedOver(coroutine: Coroutine, asked: Operation<unknown>): Operation<unknown>[] {
    if (mayYieldOthers(asked) || (coroutine.forks?.size ?? 0) > 0) return []
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
