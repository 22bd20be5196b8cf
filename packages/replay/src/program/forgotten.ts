import type { Operation } from '@reyield/workflow'
import { isCoroutine, isOperation, noteOperations, ordinalOf, type Notes } from '@reyield/workflow/internal'
import { OperationNeverYieldedError } from '../errors/program.ts'
import type { Coroutine } from './coroutine.ts'
import type { Kernel } from './kernel.ts'
import type { SchedulerPort } from './port.ts'

/**
 * Finds operations that were created and never yielded: forgotten, awaited or returned (P4). Only one coroutine runs at a time,
 * so it has created every operation that is created during its step.
 */
export class Forgotten {
  readonly #port: SchedulerPort
  readonly #kernel: Kernel
  readonly #notes: Notes
  /** Created and not yielded so far, with the coroutine that created them. */
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
   * After a step of a coroutine, with the value that it yielded, if any. Operations created between steps belong to no execution: a
   * program that awaits an outside promise creates some when that promise settles (P6).
   */
  endStep(coroutine: Coroutine, yielded: unknown): void {
    noteOperations(undefined)
    const { made } = this.#notes
    if (made.length === 1 && made[0] === yielded && !('branches' in made[0]!)) {
      made.length = 0 // the usual case
      return
    }
    for (const operation of made) this.#open.set(operation, coroutine)
    made.length = 0
    if (this.#open.size > 0) this.#use(yielded)
  }

  /** When a coroutine returns, it must have yielded every operation that it created. */
  atReturn(coroutine: Coroutine, result: unknown): void {
    if (coroutine.ended || coroutine.ending) return
    const error = this.#errorOf(coroutine, result)
    if (error !== undefined) this.#port.neverYielded(error)
  }

  /** When a coroutine throws, that error counts, and forgotten operations are only a warning. */
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
        `Workflow '${this.#port.workflow}'${coroutine.id === '' ? '' : ` (branch ${coroutine.id})`} has not yielded ` +
          `${this.#described(operation)}, but waits for ${this.#kernel.describe(asked)}, which it created later. ` +
          `The earlier operation has not run: write 'yield* ' before its call`,
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
   * The operations that a coroutine has created and never yielded when it returns. A returned operation or generator is one of
   * them.
   */
  #neverYielded(coroutine: Coroutine, result: unknown): object[] {
    const found: object[] = this.#madeBy(coroutine)
    if ((isOperation(result) || isCoroutine(result)) && !found.includes(result)) found.push(result)
    for (const operation of found) this.#open.delete(operation as Operation<unknown>)
    return found
  }

  /**
   * The operations that a coroutine has created and not yielded, though it now waits for one that was created later. Each is found
   * once. None is found if another generator runs, since that may still yield an operation that was passed to it.
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

  /** A yielded operation is used, and so are its branches. */
  #use(value: unknown): void {
    if (!isOperation(value)) return
    this.#open.delete(value)
    if ('branches' in value) for (const branch of value.branches as readonly unknown[]) this.#use(branch)
  }
}

/** Whether an operation runs other code of the program: a generator as a branch, or a function that creates branches. */
const mayYieldOthers = (operation: Operation<unknown>): boolean =>
  'start' in operation ||
  ('branches' in operation &&
    (operation.branches as readonly unknown[]).some(one => !isOperation(one) || mayYieldOthers(one)))
