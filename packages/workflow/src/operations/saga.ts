import { mark } from '../stacks/marks.ts'
import { driving } from '../running/driven.ts'
import { isEnded } from '../running/ended.ts'
import { UndoFailedError } from '../errors/saga.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch } from './branches.ts'
import { shield } from './shield.ts'

/** Adds an undo step. Undo steps run in reverse order if the saga fails, is canceled, or is ended. */
export type Undo = (step: () => Branch) => void

// oxlint-disable-next-line typescript/no-explicit-any -- it may yield and receive anything
type Program<T> = (undo: Undo) => Generator<any, T, any> | AsyncGenerator<any, T, any>

/** The operation that `saga` returns. */
export interface SagaOperation<T> extends Operation<T> {
  readonly kind: 'saga'
  readonly count: 1
  readonly start: () => Branch
}

/** The operation that a saga yields between an error and its undo steps. It doesn't wait. */
export interface BeforeUndoOperation extends Operation<void> {
  readonly kind: 'beforeUndo'
  readonly error: unknown
}

/**
 * Runs a generator that adds an undo step for each thing it does. If the generator fails, is canceled, or is ended because its
 * branch has lost, the undo steps run in reverse order, each in a shield. Then the error is thrown. Undo steps are durable like
 * everything else in a workflow. If an undo step fails, the others run all the same. Then UndoFailedError is thrown, with the
 * first error as `cause` and those of the undo steps as `errors`.
 *
 * Add the undo step before the step itself: a step may have happened although its result was lost or a cancel request interrupted it.
 *
 * @throws TypeError if it gets no generator function; at its `yield*` the error of the generator, or UndoFailedError (UNDO_FAILED)
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

/** Yielded after the body has failed. If the error is a bug, the engine holds the execution here, before anything is undone (rule E2). */
const beforeUndo = (error: unknown): BeforeUndoOperation =>
  operation<void, { kind: 'beforeUndo'; error: unknown }>({ kind: 'beforeUndo', error })

async function* steps(program: Program<unknown>) {
  const undos: (() => Branch)[] = []
  try {
    return yield* driving(
      asBranch(
        program(step => void undos.push(step)),
        'what the function of saga(…) returns',
      ),
    )
  } catch (error) {
    if (!isEnded(error)) yield* beforeUndo(error)
    let reason: unknown = error
    const failures: unknown[] = []
    for (const undo of undos.reverse()) {
      try {
        yield* shield(asBranch(undo(), 'what an undo step of saga(…) returns'))
      } catch (failure) {
        if (isEnded(failure)) reason = failure // the branch was ended during the step, which the shield completes
        else failures.push(failure)
      }
    }
    throw failures.length === 0 ? reason : new UndoFailedError(error, failures)
  }
}
mark('run', steps)
mark('call', saga)
