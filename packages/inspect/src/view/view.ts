import { InvalidOptionError } from '@reyield/client'
import { InvalidHistoryError } from '@reyield/replay'
import { milliseconds, type Duration } from '@reyield/workflow'
import type { RecordedRun } from '../code/replayer.ts'
import { replayerIn, type CodeOptions } from './code-options.ts'
import type { ExecutionView } from './execution-view.ts'
import { executionView } from './finishing/execution.ts'
import { Payloads } from './finishing/payloads.ts'
import type { Decode } from './payload-of.ts'
import { findProblems } from './problems/find.ts'
import { read } from './reading/read.ts'
import { withCode } from './with-code.ts'

/**
 * How an execution is viewed.
 *
 * @example
 * ```ts
 * const then = await view(loadHistory(text), { at: 40, decode: decoding({ serializer: json }) })
 * ```
 */
export interface ViewOptions extends CodeOptions {
  /** Reads payloads, for instance `decoding({ pipeline })`. Without it a view has only their sizes. */
  readonly decode?: Decode | undefined
  /** The present time, for ages and times left. Default: the time of the last event, which is also used if the execution has closed. */
  readonly now?: Date | undefined
  /** The id of an event: views the execution as it was directly after it. Default: the last event. */
  readonly at?: number | undefined
  /** How long a task may wait until it is a problem that no worker has started it. Default 5 minutes. */
  readonly notStartedAfter?: Duration | undefined
}

/**
 * An execution as people read it, made from its history: its steps with their attempts, its decision tasks and its problems. `history` is
 * a whole one from its first event on, recorded or loaded. It may be that of an open execution, and of any decider.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID) if events are missing or not in order; InvalidOptionError (OPTION_INVALID) for `at`;
 * InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const { state, steps, problems } = await view(loadHistory(await readFile('order.json', 'utf8')))
 * for (const { text } of problems) console.log(text)
 * ```
 */
export async function view(history: RecordedRun, options: ViewOptions = {}): Promise<ExecutionView> {
  const { variables = false, decode, notStartedAfter = '5m' } = options
  const replayer = replayerIn(options)
  const patience = milliseconds(notStartedAfter, 'notStartedAfter')
  const events = until(history.events, options.at)
  const reading = read(events)
  const { start, last } = reading
  if (start === undefined || last === undefined)
    throw new InvalidHistoryError(undefined, 'it has no WorkflowExecutionStarted event at its beginning')
  const isPast = reading.close !== undefined || events.length < history.events.length
  const now = Math.max(last.at.getTime(), (isPast ? undefined : options.now?.getTime()) ?? 0)
  const payloads = new Payloads(decode)
  const facts = executionView(reading, { start, execution: history.execution, now, payloads })
  await payloads.decoded()
  const coded = replayer === undefined ? undefined : await withCode(facts, replayer, history, variables)
  const seen = coded?.view ?? facts
  const unread = coded?.moment?.unread ?? []
  const problems = findProblems({ view: seen, reading, now, notStartedAfter: patience, unread })
  return { ...seen, problems }
}

/** The events of an earlier moment. */
function until(events: RecordedRun['events'], at: number | undefined): RecordedRun['events'] {
  if (at === undefined) return events
  if (!Number.isInteger(at) || at < 1 || at > events.length)
    throw new InvalidOptionError('at', at, `the id of an event of this history, from 1 to ${events.length}`)
  return events.slice(0, at)
}
