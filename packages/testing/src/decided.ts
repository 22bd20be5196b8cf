import type { Decision } from '@aws-sdk/client-swf'
import type { Replay, ReplayReport, WorkflowLog } from '@reyield/replay'
import type { Serializer } from '@reyield/workflow'
import { viewOf, type DecisionView } from './decision-view.ts'

/** What a workflow decides in one decision task, and where it stands then. */
export interface Decided extends ReplayReport {
  /** The decisions of the decision task, payloads decoded. Empty if none is open. */
  readonly decisions: readonly DecisionView[]
  /** The same as SWF gets them. */
  readonly raw: readonly Decision[]
  /** What the workflow has returned, if it has. */
  readonly result: unknown
  /** The lines that it has logged in this decision task. */
  readonly logs: readonly LoggedLine[]
}

/** A line that a workflow has logged. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields?: object
}

/** A log that keeps its lines in a list. */
export const logInto =
  (lines: LoggedLine[]): WorkflowLog =>
  (level, message, fields) =>
    void lines.push({ level, message, ...(fields === undefined ? {} : { fields }) })

/** What a replay that has been fed decides. `reading`: how payloads are decoded. */
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
