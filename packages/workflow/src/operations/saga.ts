import { mark } from '../stacks/marks.ts'
import { driving } from '../running/driven.ts'
import { isEnded } from '../running/ended.ts'
import { UndoFailedError } from '../errors/saga.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch } from './branches.ts'
import { shield } from './shield.ts'

/** Notes how something is undone: called in reverse order if the saga fails, is canceled, or has lost. */
export type Undo = (step: () => Branch) => void

// oxlint-disable-next-line typescript/no-explicit-any -- whatever it gives
type Program<T> = (undo: Undo) => Generator<any, T, any> | AsyncGenerator<any, T, any>

/** Steps that are undone when a later one fails, as data. */
export interface SagaOperation<T> extends Operation<T> {
  readonly kind: 'saga'
  readonly count: 1
  readonly start: () => Branch
}

/** 'The body of a saga has failed, and its undo steps come next', as data; done at once. */
export interface BeforeUndoOperation extends Operation<void> {
  readonly kind: 'beforeUndo'
  readonly error: unknown
}

/**
 * Runs a generator that says how each of its steps is undone. If it fails, is canceled or is ended as a branch that has
 * lost, the undo steps run in reverse order, each in a shield, so nothing stops them; then its error is thrown. They survive
 * crashes as everything a workflow does. An undo step that fails doesn't keep the others from running: UndoFailedError is
 * thrown then, with the first error as `cause` and those of the undo steps as `errors`.
 *
 * Note the undo before the step: a step whose answer was lost, or that a cancel request interrupts, may have been done.
 *
 * @throws TypeError if it is given no generator function; into the workflow: the program's error, or UndoFailedError
 * (UNDO_FAILED)
 * @example
 * ```ts
 * const booking = yield* saga(function* (undo) {
 *   undo(() => cancelFlight(trip))
 *   const flight = yield* bookFlight(trip)
 *   undo(() => cancelHotel(trip))
 *   const hotel = yield* bookHotel(trip)
 *   return { flight, hotel }
 * })
 * ```
 */
export function saga<T>(program: Program<T>): SagaOperation<T> {
  if (typeof program !== 'function') {
    throw new TypeError('saga(…) needs a generator function: saga(function* (undo) { … })')
  }
  return operation<T, { kind: 'saga'; count: 1; start: () => Branch }>({
    kind: 'saga',
    count: 1,
    start: () => steps(program),
  })
}

/** The body has failed: the engine holds the execution here if that is a bug, before anything is undone (rule E2). */
const beforeUndo = (error: unknown): BeforeUndoOperation =>
  operation<void, { kind: 'beforeUndo'; error: unknown }>({ kind: 'beforeUndo', error })

async function* steps(program: Program<unknown>) {
  const undos: (() => Branch)[] = []
  try {
    return yield* driving(
      asBranch(
        program(step => void undos.push(step)),
        'what the function of saga(…) gives',
      ),
    )
  } catch (error) {
    if (!isEnded(error)) yield* beforeUndo(error)
    let reason: unknown = error
    const failures: unknown[] = []
    for (const undo of undos.reverse()) {
      try {
        yield* shield(asBranch(undo(), 'what an undo step of saga(…) gives'))
      } catch (failure) {
        if (isEnded(failure)) reason = failure // ended meanwhile: the step is done all the same
        else failures.push(failure)
      }
    }
    throw failures.length === 0 ? reason : new UndoFailedError(error, failures)
  }
}
mark('run', steps)
mark('call', saga)
