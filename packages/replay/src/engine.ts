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
import type { Trace } from './program/trace.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** The run id isn't in the history (W8). */
export interface ExecutionIds {
  readonly workflowId: string
  readonly runId: string
}

/** One execution being replayed: the state that the handlers of events and the writers of decisions share. */
export interface Engine {
  readonly definition: AnyWorkflow
  /** The table of operation kinds. */
  readonly kinds: KnownKinds
  /** The ids of the execution. Throws MissingRunIdError if they weren't passed. `what`: what needs them. */
  readonly execution: (what: string) => ExecutionIds
  readonly serializer: Serializer
  /** Returns the data to record with an error, if the worker has the option `errorData`. */
  readonly errorData: ErrorData | undefined
  readonly limits: Limits
  /** Whether messages of errors may contain payloads. */
  readonly logPayloads: boolean
  readonly ledger: Ledger
  readonly markers: Markers
  readonly channels: Channels
  /** The events of the episode that are not delivered yet (S1). */
  readonly ahead: LookAhead
  /** The inputs of operations (C14). */
  readonly inputs: Inputs
  readonly scheduler: Scheduler
  /** Set if source lines are recorded (P5). */
  readonly trace: Trace | undefined
  readonly backoff: Backoff
  /** How often the program has asked for a new run, since that operation has no id. */
  newRuns: number
  /** The event that started the execution, once it is delivered. */
  begun: HistoryEvent | undefined
  /** The event that is being delivered to the program, or was delivered last (H7). */
  delivered: HistoryEvent | undefined
  /** When the open decision task was started. Only what a marker records may depend on it (H7). */
  taskStarted: Date | undefined
  /** Receives the lines that the program logs. Set while the open episode is delivered. */
  log: WorkflowLog | undefined
  /** How many cancel requests were delivered. */
  cancelRequests: number
  /** The last value that the program passed to `status`. */
  status: { readonly value: unknown } | undefined
  /** The same as it was serialized, if it was set since the last completed episode (C14). */
  newStatus: Input | undefined
  /** The input of the new run that the root has asked for. */
  continuing: Continuing | undefined
  /** The results of earlier attempts at the answer. */
  readonly attempts: Attempts
  /** The result as it was serialized, if the program ended in the open episode. */
  result: Input | undefined
  /** How the root coroutine has ended. */
  outcome: Ending | undefined
  /** The input of the execution is invalid: the program doesn't run, and the execution fails. */
  startRefused: boolean
  /** Warnings for the report. */
  readonly warnings: string[]
  /** The close was recorded: nothing is wanted any longer. */
  closed: boolean
}

/** A new run that the program has asked for. */
export interface Continuing {
  readonly operation: ContinueAsNewOperation
  input: Input | undefined
  /** The whole input of the new run at the time when it was asked for, while its length on the wire isn't known yet (E4). */
  readonly unmeasured: string | undefined
}
