import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ErrorData } from '@reyield/data'
import type { AnyWorkflow, ContinueAsNewOperation, LogOperation, Serializer } from '@reyield/workflow'
import type { Backoff } from './decisions/backoff.ts'
import type { Recorded } from './errors/non-determinism.ts'
import type { Inputs, Input } from './ledger/inputs.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { LookAhead } from './history/look-ahead.ts'
import type { Attempts } from './ledger/attempts.ts'
import type { Channels } from './history/channels.ts'
import type { Markers } from './verdicts/markers.ts'
import type { Ending } from './program/coroutine.ts'
import type { Refusals } from './verdicts/refusals.ts'
import type { Scheduler } from './program/scheduler.ts'

/** Takes a line that a workflow logs. */
export type WorkflowLog = (level: LogOperation['level'], message: string, fields: object | undefined) => void

/** The run id isn't in the history (W8). */
export interface ExecutionIds {
  readonly workflowId: string
  readonly runId: string
}

/** What handlers of events and writers of decisions share: one execution being replayed. */
export interface Engine {
  readonly definition: AnyWorkflow
  /** The ids of the execution; throws RunIdNeededError if they weren't given. `what`: what needs them. */
  readonly execution: (what: string) => ExecutionIds
  readonly serializer: Serializer
  /** What is recorded of an error, if the worker chooses. */
  readonly errorData: ErrorData | undefined
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
  /** What SWF would refuse (E4). */
  readonly refusals: Refusals
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
  /** Takes a warning for the report. */
  readonly warn: (warning: string) => void
  /** The close was recorded: nothing is wanted any more. */
  closed: boolean
}

/** A new run that is asked for. */
export interface Continuing {
  readonly operation: ContinueAsNewOperation
  input: Input | undefined
  /** All that the new run was to be given when it was asked for, where nobody knows yet whether that is too long (E4). */
  readonly unmeasured: string | undefined
}

/** Gives one event to the program (replay-rules.md, "What each event does"). */
export type Deliver = (event: HistoryEvent, engine: Engine) => void

/** What a batch event turned out to be: fine, a refusal to be delivered later (H6), or not what the program wants. */
export type Verdict =
  | 'matched'
  | 'refused'
  | { readonly mismatch: string; readonly recorded: Omit<Recorded, 'eventId' | 'eventType'> }

/** Compares one event of a batch with what the program wants, and moves the ledger on (W2). */
export type RecordBatchEvent = (event: HistoryEvent, engine: Engine) => Verdict
