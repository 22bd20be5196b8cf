import type { ContinueAsNewOperation, Operation } from '@reyield/workflow'
import type { Notes } from '@reyield/workflow/internal'
import type { OperationNeverYieldedError } from '../errors/program.ts'
import type { Coroutine, Ending, Outcome, Wait } from './coroutine.ts'
import type { ProgramKinds } from './kind.ts'
import type { AfterMicrotasks } from './step.ts'
import type { Since, Trace } from './trace.ts'

/** What the scheduler may ask of the engine around it. */
export interface SchedulerPort {
  readonly workflow: string
  readonly kinds: ProgramKinds
  /** Guards are on: what the program asks the machine instead of the engine lets the task go. */
  readonly guarded: boolean
  /** What is noted of the operations that the program makes. */
  readonly notes: Notes
  /** Stacks are kept in the notes, for those who ask for source lines. */
  readonly trace: Trace | undefined
  /** What is being delivered to the program. */
  delivered(this: void): Since | undefined
  /** Takes an operation that waits for the world outside: its outcome if that is known, else the coroutine waits. */
  ask(operation: Operation<unknown>, id: string, coroutine: Coroutine): Outcome | Wait
  /** Answers an operation that needn't wait. */
  answer(operation: Operation<unknown>, coroutine: Coroutine): Outcome
  /** Why a composite isn't begun, if it isn't: the history budget (B1). */
  overBudget(operation: Operation<unknown>, id: string): Error | undefined
  /** The root asks for a new run: what is thrown instead, if it's refused (E4). */
  continues(operation: ContinueAsNewOperation): Error | undefined
  /** The root has ended. */
  finished(ending: Ending): void
  /** An operation was made in a coroutine that ended well, and never yielded. */
  neverYielded(error: OperationNeverYieldedError): void
  /** A generator object that had already run is to run again in a coroutine (C15). */
  reused(coroutine: string): void
  /** An ended branch asked for something outside a shield (C5). */
  refused(coroutine: string, described: string, at: readonly string[]): void
  warn(warning: string): void
  readonly afterMicrotasks: AfterMicrotasks
}
