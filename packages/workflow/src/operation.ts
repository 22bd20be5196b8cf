import { markMethods } from './stacks/marks.ts'
import { place, placeOutcomes } from './stacks/placed.ts'

/**
 * A workflow yields operations. An operation is a frozen object that describes something to be done. Making one does nothing.
 * `yield* operation` passes it to the engine and returns its typed result, in sync and in async generators.
 *
 * Invariants:
 * - An operation is never thenable. An async generator awaits what it yields and returns, and would wait for ever.
 * - Both iterators have `next`, `throw` and `return` (replay rule P3). Without `throw`, an error that the engine throws at
 *   a `yield*` would arrive as a TypeError.
 * - Operations are recognized by their brand, not by `instanceof`, because one program may contain two copies of this package.
 */
const brand = Symbol.for('reyield.operation')
const notes = Symbol.for('reyield.operations-made')
const ordinal = Symbol.for('reyield.ordinal')
/** Shared by all copies of this package in the process. */
const slot = ((globalThis as { [notes]?: Slot })[notes] ??= { notes: undefined })

interface Slot {
  notes: Notes | undefined
}

/** What an engine records about the operations that are made while one of its coroutines runs a step. */
export interface Notes {
  /** Each operation that is made is pushed here. */
  readonly made: Operation<unknown>[]
  /** How many operations were made under these notes. An operation's ordinal is the count when it was made. */
  count: number
  /** For source lines: the stacks where operations were made and where they were last yielded. Absent unless they are asked for. */
  stacks?: WeakMap<object, string[]> | undefined
  /** For source lines: called when a helper of this package runs a generator of the program. */
  readonly drives?: ((generator: object) => void) | undefined
  /** Called with each operation at once when it is made, before the program can change its input (rule C14). */
  capture?: ((operation: Operation<unknown>) => void) | undefined
  /** Called when a helper of this package gets a generator object that has already run (rule C15). */
  readonly reused?: (() => void) | undefined
}

/** A frozen description of something that a workflow asks for. `yield*` returns a `T`. */
export interface Operation<T> {
  readonly kind: OperationKind
  [Symbol.iterator](): Generator<Operation<unknown>, T, unknown>
  [Symbol.asyncIterator](): AsyncGenerator<Operation<unknown>, T, unknown>
}

/** The kinds of operations that the engine knows. */
export type OperationKind =
  | 'activity'
  | 'timer'
  | 'receive'
  | 'drain'
  | 'pending'
  | 'now'
  | 'random'
  | 'uuid'
  | 'info'
  | 'log'
  | 'status'
  | 'cancelRequested'
  | 'patched'
  | 'sideEffect'
  | 'child'
  | 'childResult'
  | 'signalExternal'
  | 'cancelExternal'
  | 'lambda'
  | 'continueAsNew'
  | 'all'
  | 'allSettled'
  | 'any'
  | 'race'
  | 'timeout'
  | 'map'
  | 'retry'
  | 'saga'
  | 'beforeUndo'
  | 'shield'
  | 'fork'
  | 'join'
  | 'cancelFork'

/** A generator object of a helper or a branch of a workflow. The engine receives what it yields. */
export type Coroutine<T> = Generator<unknown, T, unknown> | AsyncGenerator<unknown, T, unknown>

/**
 * Whether a value is an operation, of any copy of this package.
 *
 * @example
 * ```ts
 * isOperation(sleep('5m')) // true
 * isOperation(5) // false
 * ```
 */
export function isOperation(value: unknown): value is Operation<unknown> {
  return typeof value === 'object' && value !== null && brand in value
}

/** The function that the program called to make an operation. Its frame and the frames above it are Reyield's. */
type Above = (...args: never[]) => unknown

/** Makes a frozen operation of the given fields. Its prototype implements the `yield*` protocol. */
export function operation<T, Fields extends { kind: OperationKind }>(
  fields: Fields,
  above: Above = operation,
): Operation<T> & Readonly<Fields> {
  const settles = fields.kind === 'allSettled' || fields.kind === 'map'
  return made(
    Object.assign(settles ? new SettlingBase() : new OperationBase(), fields),
    above,
  ) as unknown as Operation<T> & Readonly<Fields>
}

/** Freezes a new operation and notes that it was made. */
export function made<O extends OperationBase>(operation: O, above: Above): O {
  Object.freeze(operation)
  const { notes } = slot
  if (notes !== undefined) {
    notes.made.push(operation as unknown as Operation<unknown>)
    if (notes.stacks !== undefined) noteStack(operation, notes.stacks, above)
    notes.capture?.(operation as unknown as Operation<unknown>)
  }
  return operation
}

/** Notes the stack below `above`. An operation has two: first where it was made, then where it was last yielded. */
function noteStack(operation: OperationBase, stacks: WeakMap<object, string[]>, above: Above): void {
  const { stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  Error.stackTraceLimit = 50
  Error.captureStackTrace(holder, above)
  const stack = holder.stack ?? '' // V8 formats the stack when it's read, so it's read before the limit is restored
  Error.stackTraceLimit = stackTraceLimit
  stacks.set(operation, [...(stacks.get(operation) ?? []).slice(0, 1), stack])
}

/** Notes that a helper runs a generator of the program by itself. */
export function noteDriven(generator: object): void {
  slot.notes?.drives?.(generator)
}

/**
 * Notes the operations that are made while a coroutine runs one step. The engine uses the notes to report operations that were
 * never yielded (replay rule P4) and to fix their inputs (C14). One coroutine runs at a time in a process (P1), so one slot is
 * enough. The slot is on `globalThis` under a registered symbol, so all copies of this package share it.
 *
 * @example
 * ```ts
 * const notes: Notes = { made: [], count: 0 }
 * noteOperations(notes)
 * generator.next()
 * noteOperations(undefined)
 * ```
 */
export function noteOperations(notes: Notes | undefined): void {
  slot.notes = notes
}

/**
 * The position of an operation among those that were made under these notes, from 1. Undefined if it was made elsewhere: at
 * the top of a module, or in another replay.
 *
 * @example
 * ```ts
 * ordinalOf(operation, notes) // 3
 * ```
 */
export function ordinalOf(operation: Operation<unknown>, notes: Notes): number | undefined {
  return (operation as unknown as OperationBase)[ordinal](notes)
}

/** Notes that a helper got a generator object that had already run. */
export function noteReused(): void {
  slot.notes?.reused?.()
}

class Step implements Iterator<unknown, unknown, unknown> {
  readonly operation: unknown
  yielded = false
  constructor(operation: unknown) {
    this.operation = operation
  }
  next(value?: unknown): IteratorResult<unknown, unknown> {
    if (this.yielded) return { done: true, value }
    this.yielded = true
    return { done: false, value: this.operation }
  }
  throw(error: unknown): never {
    place(error)
    throw error
  }
  return(value?: unknown): IteratorResult<unknown, unknown> {
    return { done: true, value }
  }
  [Symbol.iterator](): this {
    return this
  }
}

class AsyncStep implements AsyncIterator<unknown, unknown, unknown> {
  readonly operation: unknown
  yielded = false
  constructor(operation: unknown) {
    this.operation = operation
  }
  next(value?: unknown): Promise<IteratorResult<unknown, unknown>> {
    if (this.yielded) return Promise.resolve({ done: true, value })
    this.yielded = true
    return Promise.resolve({ done: false, value: this.operation })
  }
  throw(error: unknown): Promise<never> {
    place(error)
    return Promise.reject(error)
  }
  return(value?: unknown): Promise<IteratorResult<unknown, unknown>> {
    return Promise.resolve({ done: true, value })
  }
  [Symbol.asyncIterator](): this {
    return this
  }
}

/** The base of all operations: the brand and the `yield*` protocol. */
export class OperationBase {
  [ordinal](notes: Notes): number | undefined {
    return this.#notes === notes ? this.#ordinal : undefined
  }
  [Symbol.iterator](): Step {
    const stacks = slot.notes?.stacks
    if (stacks !== undefined) noteStack(this, stacks, OperationBase.prototype[Symbol.iterator])
    return new Step(this)
  }
  [Symbol.asyncIterator](): AsyncStep {
    const stacks = slot.notes?.stacks
    if (stacks !== undefined) noteStack(this, stacks, OperationBase.prototype[Symbol.asyncIterator])
    return new AsyncStep(this)
  }
  readonly #notes = slot.notes
  readonly #ordinal = slot.notes === undefined ? 0 : ++slot.notes.count
}
Object.freeze(Object.defineProperty(OperationBase.prototype, brand, { value: true }))

/** The base of operations that return errors as values. The errors get the stack frames of the line that receives them. */
class SettlingBase extends OperationBase {
  override [Symbol.iterator](): Step {
    super[Symbol.iterator]()
    return new SettlingStep(this)
  }
  override [Symbol.asyncIterator](): AsyncStep {
    super[Symbol.asyncIterator]()
    return new AsyncSettlingStep(this)
  }
}

class SettlingStep extends Step {
  override next(value?: unknown): IteratorResult<unknown, unknown> {
    if (this.yielded) placeOutcomes(value)
    return super.next(value)
  }
}

class AsyncSettlingStep extends AsyncStep {
  override next(value?: unknown): Promise<IteratorResult<unknown, unknown>> {
    if (this.yielded) placeOutcomes(value)
    return super.next(value)
  }
}

for (const { prototype } of [OperationBase, SettlingBase])
  markMethods('call', prototype, Symbol.iterator, Symbol.asyncIterator)
for (const { prototype } of [Step, AsyncStep]) markMethods('call', prototype, 'next', 'throw', 'return')
for (const { prototype } of [SettlingStep, AsyncSettlingStep]) markMethods('call', prototype, 'next')
