import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Operation } from '@reyield/workflow'
import type { OperationNeverYieldedError } from '../errors/program.ts'
import type { Coroutine, Ending, Outcome, Wait } from './coroutine.ts'
import type { AfterMicrotasks } from './step.ts'

/** What the scheduler may ask of the engine around it. */
export interface SchedulerPort {
  readonly workflow: string
  /** Guards are on: what the program asks the machine instead of the engine lets the task go. */
  readonly guarded: boolean
  /** Stacks are kept, for those who ask for source lines. */
  readonly trace: boolean
  /** The event that is being delivered. */
  delivered(): HistoryEvent | undefined
  /** Takes an operation that waits for the world outside: its outcome if that is known, else the coroutine waits. */
  ask(operation: Operation<unknown>, id: string, coroutine: Coroutine): Outcome | Wait | undefined
  /** Answers an operation that needn't wait. */
  answer(operation: Operation<unknown>, coroutine: Coroutine): unknown
  /** The root has ended. */
  finished(ending: Ending): void
  /** An operation was made in a coroutine that ended well, and never yielded. */
  neverYielded(error: OperationNeverYieldedError): void
  /** An ended branch asked for something outside a shield (C5). */
  refused(coroutine: string, operation: Operation<unknown>, at: readonly string[]): void
  warn(warning: string): void
  readonly afterMicrotasks: AfterMicrotasks
}
