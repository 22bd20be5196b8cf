import type { Decision } from '@aws-sdk/client-swf'
import type { ReplayReport } from '@reyield/replay'
import type { DecisionTask } from './poll.ts'
import { mostEvents } from './event-limit.ts'

/** Shares of SWF's events at which the log warns. */
const shares = [
  { events: mostEvents * 0.8, name: '80 %' },
  { events: mostEvents * 0.5, name: 'half' },
]

/** An answer to a decision task, as far as there may be something to warn of. */
export interface Answered {
  readonly report: Pick<ReplayReport, 'warnings' | 'unread'>
  readonly decisions: readonly Decision[]
  readonly task: Pick<DecisionTask, 'previousStartedEventId'>
  /** Of the history that was decided. */
  readonly lastEventId: number
}

/**
 * The warnings of an answer that are new: what its replay warns of, with source lines, then what an operator should know of the
 * execution. `withLines` gives the warnings of the replay again, by a second one; it is called only if one of them is new.
 */
export async function newWarnings(
  { report, decisions, task, lastEventId }: Answered,
  isNew: (warning: string) => boolean,
  withLines: () => Promise<readonly string[]>,
): Promise<string[]> {
  const news = report.warnings.map(isNew)
  let { warnings } = report
  if (news.includes(true)) {
    const lined = await withLines().catch(() => [])
    if (lined.length === warnings.length) warnings = lined // else the second replay has found others
  }
  return [
    ...warnings.filter((_, at) => news[at]),
    ...warningsOf(report, decisions, task, lastEventId).filter(isNew),
  ]
}

/** What an operator should know of an execution, though it can be decided, besides what its replay warns of. */
export function warningsOf(
  { unread }: Pick<ReplayReport, 'unread'>,
  decisions: readonly Decision[],
  { previousStartedEventId }: Pick<DecisionTask, 'previousStartedEventId'>,
  lastEventId: number,
): string[] {
  return [
    ...(decisions.some(({ decisionType }) => closes.has(decisionType ?? '')) ? unreadSignals(unread) : []),
    ...usedEvents(previousStartedEventId, lastEventId),
  ]
}

/** Continue-as-new is none of them: the new run gets the unread signals. */
const closes = new Set(['CompleteWorkflowExecution', 'FailWorkflowExecution', 'CancelWorkflowExecution'])

function unreadSignals(unread: ReplayReport['unread']): string[] {
  if (unread.length === 0) return []
  const names = unread.map(({ signal, count }) => `'${signal}'${count === 1 ? '' : ` (${count} times)`}`)
  return [
    `The execution closes with signals that it has not received: ${names.join(', ')}. They are lost. ` +
      `Receive them before the end: for (const value of yield* channel.drain()) …`,
  ]
}

/** The highest share that was passed since the last answer; so each is reported once, whichever worker decides. */
function usedEvents(before: number, now: number): string[] {
  const passed = shares.find(({ events }) => now >= events)
  if (passed === undefined || before >= passed.events) return []
  return [
    `The history has used ${passed.name} of its ${mostEvents} events, and SWF terminates the execution at the last one. ` +
      `Go on in a new run before that: yield* continueAsNew(input)`,
  ]
}
