import type { Decision } from '@aws-sdk/client-swf'
import type { ReplayReport } from '@reyield/replay'
import type { AnyWorkflow } from '@reyield/workflow'
import { viewOf, type DecisionView } from './decision-view.ts'
import { History } from './history/history.ts'
import { readTold, type ReplayingOptions, type Told } from './told.ts'

/** What a workflow decides at the end of a history. */
export interface Decided extends ReplayReport {
  /** The decisions of the open decision task, as SWF gets them. Empty if none is open. */
  readonly decisions: readonly Decision[]
  /** The same in short, payloads decoded. */
  readonly inShort: readonly DecisionView[]
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

/** The same for a fake history, which can be told on. */
export interface DecidedHistory extends Decided {
  /** The history with these decisions recorded; the same history if no decision task was open. */
  readonly next: History
}

/**
 * Replays a history and gives what the workflow decides then. In a fake history a queued decision task is started first.
 *
 * @throws what a replay throws: NonDeterminismError (NON_DETERMINISM), StuckError (STUCK), …
 * @example
 * ```ts
 * const first = await decide(order, history(order).started(cart))
 * expect(first.inShort).toEqual([{ schedule: 'charge', id: '1', input: cart }])
 * const second = await decide(order, first.next.completed(charge, receipt))
 * expect(second.result).toEqual({ state: 'paid' })
 * ```
 */
export function decide(
  definition: AnyWorkflow,
  history: History,
  options?: ReplayingOptions,
): Promise<DecidedHistory>
export function decide(definition: AnyWorkflow, history: Told, options?: ReplayingOptions): Promise<Decided>
export async function decide(
  definition: AnyWorkflow,
  told: Told,
  options: ReplayingOptions = {},
): Promise<Decided | DecidedHistory> {
  const history = told instanceof History && told.canStartDecision ? told.decisionStarted() : told
  const { events, serializer, taskList, replay: createReplay } = readTold(definition, history, options)
  const logs: LoggedLine[] = []
  const replay = createReplay((level, message, fields) =>
    logs.push({ level, message, ...(fields === undefined ? {} : { fields }) }),
  )
  await replay.feed(events)
  const decisions = await replay.decisions()
  const report = replay.report()
  const { ended } = report
  const decided = {
    ...report,
    logs,
    decisions,
    inShort: decisions.map(decision => viewOf(decision, { serializer, taskList })),
    result: ended !== undefined && 'result' in ended ? ended.result : undefined,
  }
  if (!(history instanceof History)) return decided
  return { ...decided, next: history.decisionOpen ? history.decided(decisions) : history }
}
