import type { ContinueAsNewOperation, Operation } from '@reyield/workflow'
import type { Notes } from '@reyield/workflow/internal'
import type { OperationNeverYieldedError } from '../errors/program.ts'
import type { Coroutine, Ending, Outcome, Wait } from './coroutine.ts'
import type { ProgramKinds } from './kind.ts'
import type { AfterMicrotasks } from './step.ts'
import type { Since, Trace } from './trace.ts'

/** The engine as the scheduler sees it. */
export interface SchedulerPort {
  readonly workflow: string
  readonly kinds: ProgramKinds
  /** Guards are on: after a nondeterministic call, the decision task times out. */
  readonly guarded: boolean
  /** Notes about the operations that the program creates. */
  readonly notes: Notes
  /** Set if stacks are recorded in the notes, for source lines. */
  readonly trace: Trace | undefined
  /** The event that is being delivered to the program. */
  delivered(this: void): Since | undefined
  /** Asks for an operation outside the program. Returns its outcome if that is known; else the coroutine waits. */
  ask(operation: Operation<unknown>, id: string, coroutine: Coroutine): Outcome | Wait
  /** Returns the outcome of an operation that needn't wait. */
  answer(operation: Operation<unknown>, coroutine: Coroutine): Outcome
  /** Returns the error if the history budget refuses a composite (B1). */
  overBudget(operation: Operation<unknown>, id: string): Error | undefined
  /** The root asks for a new run. Returns the error if it's refused (E4). */
  continues(operation: ContinueAsNewOperation): Error | undefined
  /** The root has ended. */
  finished(ending: Ending): void
  /** A coroutine has returned without yielding an operation that it had created. */
  neverYielded(error: OperationNeverYieldedError): void
  /** A coroutine is to run a generator object that has already run (C15). */
  reused(coroutine: string): void
  /** An ended branch asked for something outside a shield (C5). */
  refused(coroutine: string, described: string, at: readonly string[]): void
  warn(warning: string): void
  readonly afterMicrotasks: AfterMicrotasks
}
