import type { HistoryEvent } from '@aws-sdk/client-swf'
import { failureFromWire } from '@reyield/data/internal'
import type { ExecutionView } from '@reyield/local'
import type { Waiting } from '@reyield/replay'
import { historyOf, type CloseStatus } from './execution.ts'
import type { Simulator } from './simulator.ts'

/** The state of a simulated workflow, as a test sees it. */
export interface WorkflowView {
  /** What the workflow waits for. */
  readonly waiting: readonly Waiting[]
  /** The last value that the workflow passed to `status(value)`, if any. */
  readonly status: { readonly value: unknown } | undefined
  /**
   * What a worker would log as warnings, each once: signals that the workflow hasn't asked for or received, a clean-up
   * that failed, a status that is too long, a history that has used half of its events, and other warnings of a replay.
   */
  readonly warnings: readonly string[]
  /** How the execution has closed, in SWF's words. `undefined` while it is open. */
  readonly closeStatus: CloseStatus | undefined
  /** The workflow's result, if its close status is COMPLETED. */
  readonly result: unknown
  /** The workflow's failure, if its close status is FAILED. */
  readonly error: unknown
  /** The history of the open run, or else the last one. */
  readonly history: {
    readonly execution: { readonly workflowId: string; readonly runId: string }
    readonly events: readonly HistoryEvent[]
  }
}

/** The current state of the workflow under test. It doesn't change later. */
export function workflowView(simulator: Simulator): WorkflowView {
  const { root, report, warnings } = simulator
  return {
    waiting: waitingOf(simulator),
    status: report?.status,
    warnings: [...warnings],
    closeStatus: root.closed?.status,
    ...outcomeOf(simulator),
    history: historyView(root),
  }
}

/** What the workflow under test waits for. */
export const waitingOf = ({ root, report }: Simulator): readonly Waiting[] =>
  root.closed === undefined ? (report?.waiting ?? []) : []

export function historyView(execution: ExecutionView): WorkflowView['history'] {
  const { workflowId, runId } = execution
  return { execution: { workflowId, runId }, events: [...historyOf(execution)] }
}

/** The result or the failure of the last run. */
function outcomeOf({ root, report, serializer }: Simulator): {
  readonly result: unknown
  readonly error: unknown
} {
  const last = historyOf(root).at(-1)
  const completed = last?.workflowExecutionCompletedEventAttributes
  if (completed !== undefined) return { result: serializer.deserialize(completed.result), error: undefined }
  const failed = last?.workflowExecutionFailedEventAttributes
  if (failed === undefined) return { result: undefined, error: undefined }
  const ended = report?.ended
  // the error itself, not a copy read from the history
  const error = ended !== undefined && 'error' in ended ? ended.error : failureFromWire(failed)
  return { result: undefined, error: error ?? new Error(failed.reason) }
}
