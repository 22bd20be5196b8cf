import type { Decision } from '@aws-sdk/client-swf'
import type { Replay, ReplayReport, WorkflowLog } from '@reyield/replay'
import type { Serializer } from '@reyield/workflow'
import { viewOf, type DecisionView } from './decision-view.ts'

/** What a workflow decides in one decision task, and its state afterwards. */
export interface Decided extends ReplayReport {
  /** The decisions of the decision task, payloads decoded. Empty if no task is open. */
  readonly decisions: readonly DecisionView[]
  /** The same decisions as SWF gets them. */
  readonly raw: readonly Decision[]
  /** The workflow's result, if it has returned. */
  readonly result: unknown
  /** The lines that it logged in this decision task. */
  readonly logs: readonly LoggedLine[]
}

/** A line that a workflow has logged. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields?: object
}

/** A log that collects its lines in a list. */
export const logInto =
  (lines: LoggedLine[]): WorkflowLog =>
  (level, message, fields) =>
    void lines.push({ level, message, ...(fields === undefined ? {} : { fields }) })

/** The decisions of a replay that has been fed a history. `reading`: how payloads are decoded. */
export async function decidedBy(
  replay: Replay,
  logs: readonly LoggedLine[],
  reading: { readonly serializer: Serializer; readonly taskList: string | undefined },
): Promise<Decided> {
  const raw = await replay.decisions()
  const report = replay.report()
  const { ended } = report
  return {
    ...report,
    decisions: raw.map(decision => viewOf(decision, reading)),
    raw,
    result: ended !== undefined && 'result' in ended ? ended.result : undefined,
    logs,
  }
}
