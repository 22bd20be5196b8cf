import {
  decidedBy,
  logInto,
  replaysOf,
  type Decided,
  type HistorySource,
  type LoggedLine,
  type ReplayingOptions,
} from '@reyield/inspect/internal'
import { explain } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import { History } from './history/history.ts'
import type { Refusal } from './history/refusals.ts'
import { resolved } from './history-source.ts'

/**
 * How a fake history is decided.
 *
 * @example
 * ```ts
 * const { next } = await decide(order, history(order).started(cart), { refuse: [[charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED']] })
 * ```
 */
export interface DecideOptions extends ReplayingOptions {
  /** Decisions that SWF refuses in `next`: by the activity, the child workflow, or the kind of decision. */
  readonly refuse?: readonly Refusal[]
}

/** The decisions for a fake history, and the history that continues with them. */
export interface DecidedHistory extends Decided {
  /** The history with these decisions recorded. The same history if no decision task was open. */
  readonly next: History
}

/**
 * Replays a history and returns the workflow's decisions at its end. In a fake history, deferred steps are resolved
 * first (with the workflow of `history(workflow)`), and a queued decision task is started.
 *
 * @throws what a replay throws, with source lines: NonDeterminismError (NON_DETERMINISM), StuckWorkflowError
 * (WORKFLOW_STUCK), …; ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a deferred step that stays impossible, and for a
 * refusal of something that isn't decided
 * @example
 * ```ts
 * const first = await decide(order, history(order).started(cart))
 * expect(first.decisions).toEqual([{ schedule: 'charge', id: '1', input: cart }])
 * const second = await decide(order, first.next.completed(charge, receipt))
 * expect(second.result).toEqual({ state: 'paid' })
 * ```
 */
export function decide(
  definition: AnyWorkflow,
  history: History,
  options?: DecideOptions,
): Promise<DecidedHistory>
export function decide(
  definition: AnyWorkflow,
  history: HistorySource,
  options?: ReplayingOptions,
): Promise<Decided>
export async function decide(
  definition: AnyWorkflow,
  source: HistorySource,
  options: DecideOptions = {},
): Promise<Decided | DecidedHistory> {
  const written = await resolved(source, options)
  const history = written instanceof History && written.canStartDecision ? written.decisionStarted() : written
  const {
    events,
    execution,
    serializer,
    taskList,
    replay: createReplay,
  } = replaysOf(definition, history, options)
  const logs: LoggedLine[] = []
  const replay = createReplay(logInto(logs))
  const decided = await replay
    .feed(events)
    .then(() => decidedBy(replay, logs, { serializer, taskList }))
    .catch(async (error: unknown) => {
      throw await explain(error, definition, events, {
        execution,
        serializer,
        guards: options.guards ?? 'throw',
      })
    })
  if (!(history instanceof History)) return decided
  return {
    ...decided,
    next: history.decisionOpen ? history.answered(decided.raw, options.refuse) : history,
  }
}
