import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ErrorData } from '@reyield/data'
import type { AnyWorkflow, ContinueAsNewOperation, Serializer } from '@reyield/workflow'
import type { Backoff } from './decisions/backoff.ts'
import type { Limits } from './decisions/limits.ts'
import type { Input } from './ledger/input.ts'
import type { Inputs } from './ledger/inputs.ts'
import type { KnownKinds } from './ledger/kind.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { LookAhead } from './history/look-ahead.ts'
import type { Attempts } from './ledger/attempts.ts'
import type { Channels } from './history/channels.ts'
import type { Markers } from './verdicts/markers.ts'
import type { Ending } from './program/coroutine.ts'
import type { Scheduler } from './program/scheduler.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** The run id isn't in the history (W8). */
export interface ExecutionIds {
  readonly workflowId: string
  readonly runId: string
}

/** What handlers of events and writers of decisions share: one execution being replayed. */
export interface Engine {
  readonly definition: AnyWorkflow
  /** What is known of the kinds of operations. */
  readonly kinds: KnownKinds
  /** The ids of the execution; throws MissingRunIdError if they weren't given. `what`: what needs them. */
  readonly execution: (what: string) => ExecutionIds
  readonly serializer: Serializer
  /** What is recorded of an error, if the worker chooses. */
  readonly errorData: ErrorData | undefined
  readonly limits: Limits
  /** Messages of errors may show payloads. */
  readonly logPayloads: boolean
  readonly ledger: Ledger
  readonly markers: Markers
  readonly channels: Channels
  /** What is yet to be delivered of the episode (S1). */
  readonly ahead: LookAhead
  /** What operations carry (C14). */
  readonly inputs: Inputs
  readonly scheduler: Scheduler
  readonly backoff: Backoff
  /** How often the program has asked for a new run: that operation has no id. */
  newRuns: number
  /** The event that started the execution, once it is delivered. */
  begun: HistoryEvent | undefined
  /** The event that the program is being given, or was given last (H7). */
  delivered: HistoryEvent | undefined
  /** Where the program's lines go, while the open episode is delivered. */
  log: WorkflowLog | undefined
  /** How many cancel requests were delivered. */
  cancelRequests: number
  /** What the program last said of itself. */
  status: { readonly value: unknown } | undefined
  /** The same as it's written, if it was said since the last completed episode (C14). */
  said: Input | undefined
  /** The input of the new run that the root has asked for. */
  continuing: Continuing | undefined
  /** What earlier attempts at the answer have found out. */
  readonly attempts: Attempts
  /** The result as it was written, if the program ended in the open episode. */
  result: Input | undefined
  /** How the root coroutine has ended. */
  outcome: Ending | undefined
  /** The input of the execution is invalid: the program has not run, and the execution fails. */
  startRefused: boolean
  /** Warnings for the report. */
  readonly warnings: string[]
  /** The close was recorded: nothing is wanted any longer. */
  closed: boolean
}

/** A new run that is asked for. */
export interface Continuing {
  readonly operation: ContinueAsNewOperation
  input: Input | undefined
  /** All that the new run was to be given when it was asked for, where nobody knows yet whether that is too long (E4). */
  readonly unmeasured: string | undefined
}
