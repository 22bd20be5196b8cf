import type { Serializer } from '@reyield/workflow'
import { historyOf, type HasHistory } from '../history/source.ts'
import { episodes } from './episodes.ts'
import { Glossary } from './glossary.ts'

/**
 * How the lines of a history are written.
 *
 * @example
 * ```ts
 * console.log(historyLines(loadHistory(text), { serializer: json }).join('\n'))
 * ```
 */
export interface HistoryLinesOptions {
  /**
   * The serializer of payloads for which the history has none. Default superjson. A payload that it can't read is shown
   * as it is.
   */
  readonly serializer?: Serializer
}

/**
 * A history as readable lines: the events that the workflow received, and indented below them the decisions that it made then,
 * one decision task at a time. They are for snapshots and for people. The same events always give the same lines:
 *
 * - They have no times, event ids, run ids, tokens and identities, and nothing about a task before its response. A decision task
 *   without decisions is `nothing`.
 * - They have no generated ids, which depend on the place in the program. An activity or a child is named by its type and input, so
 *   a step that is inserted before it doesn't change its lines. Ids and workflow ids that the workflow chooses are shown.
 * - Payloads are decoded, and their keys sorted. Task lists and versions are only shown if they aren't the defaults (the
 *   execution's, 1.0).
 * - Events that arrived while a decision task was open are below its decisions, which were made without them, and are marked so.
 * - The engine's own timers are left out, and the length of the wait before a retry, because the engine may choose them freely.
 *
 * Times and run ids that the workflow itself uses, such as in a timer to a date, stay. Set the start and the execution's ids in the
 * test if they matter. A run that continued as new gives the lines of all its runs.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID); UndecidedHistoryError (HISTORY_UNDECIDED) for a fake history with steps that wait for
 * decisions
 * @example
 * ```ts
 * expect(historyLines(await run(order, { id: '7' }, { activities }))).toEqual([
 *   "order started with { id: '7' }",
 *   "  schedule charge({ id: '7' })",
 *   "charge({ id: '7' }) completed: 'receipt'",
 *   "  complete with { state: 'paid' }",
 * ])
 * ```
 */
export function historyLines(source: HasHistory, options: HistoryLinesOptions = {}): string[] {
  const runs = (source as { readonly runs?: readonly HasHistory[] }).runs
  return (runs ?? [source]).flatMap(run => linesOf(run, options))
}

function linesOf(source: HasHistory, options: HistoryLinesOptions): string[] {
  const { events, glossary } = glossaryOf(source, options)
  return [...episodes(events, glossary)].flatMap(({ seen, decided, meanwhile }) => [
    ...seen,
    ...decided.map(line => `  ${line}`),
    ...meanwhile.map(line => `${line} (while it was deciding)`),
  ])
}

/** The events of a history, and a glossary of it without entries. */
export function glossaryOf(source: HasHistory, options: HistoryLinesOptions = {}) {
  const { events, execution, serializer, taskList } = historyOf(source)
  return {
    events,
    glossary: new Glossary({ execution, serializer: options.serializer ?? serializer, taskList }),
  }
}
