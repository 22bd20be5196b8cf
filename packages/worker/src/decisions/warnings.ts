import type { Decision } from '@aws-sdk/client-swf'
import type { ReplayNotes } from '@reyield/replay'
import { closingDecision } from './closing.ts'
import type { DecisionTask } from './poll.ts'
import { mostEvents } from './event-limit.ts'

/** Shares of SWF's event limit at which a warning is logged. */
const shares = [
  { events: mostEvents * 0.8, name: '80 %' },
  { events: mostEvents * 0.5, name: 'half' },
]

/** The parts of an answer to a decision task that warnings depend on. */
export interface Answered {
  readonly notes: Pick<ReplayNotes, 'warnings' | 'unread'>
  readonly decisions: readonly Decision[]
  readonly task: Pick<DecisionTask, 'previousStartedEventId'>
  /** The last event of the decided history. */
  readonly lastEventId: number
}

/**
 * Returns the new warnings of an answer: those of its replay, with source lines, then those about the execution for an operator.
 * `withLines` returns the replay's warnings with source lines, by a second replay. It is called only if one of them is new.
 */
export async function newWarnings(
  { notes, decisions, task, lastEventId }: Answered,
  isNew: (warning: string) => boolean,
  withLines: () => Promise<readonly string[]>,
): Promise<string[]> {
  const isNewAt = notes.warnings.map(isNew)
  let { warnings } = notes
  if (isNewAt.includes(true)) {
    const lined = await withLines().catch(() => [])
    if (lined.length === warnings.length) warnings = lined // else the second replay has other warnings
  }
  return [
    ...warnings.filter((_, at) => isNewAt[at]),
    ...warningsOf(notes, decisions, task, lastEventId).filter(isNew),
  ]
}

/** Warnings about an execution for an operator, besides those of its replay. */
export function warningsOf(
  { unread }: Pick<ReplayNotes, 'unread'>,
  decisions: readonly Decision[],
  { previousStartedEventId }: Pick<DecisionTask, 'previousStartedEventId'>,
  lastEventId: number,
): string[] {
  return [
    ...(losesSignals(decisions) ? unreadSignals(unread) : []),
    ...usedEvents(previousStartedEventId, lastEventId),
  ]
}

/** Whether an answer loses unread signals. Continue-as-new doesn't, since the new run gets them. */
function losesSignals(decisions: readonly Decision[]): boolean {
  const type = closingDecision(decisions)?.decisionType
  return type !== undefined && type !== 'ContinueAsNewWorkflowExecution'
}

function unreadSignals(unread: ReplayNotes['unread']): string[] {
  if (unread.length === 0) return []
  const names = unread.map(({ signal, count }) => `'${signal}'${count === 1 ? '' : ` (${count} times)`}`)
  return [
    `The execution closes with signals that it has not received: ${names.join(', ')}. They are lost. ` +
      `Receive them before the end: for (const value of yield* channel.drain()) …`,
  ]
}

/** Warns of the highest share that was passed since the last answer, so that each is reported once, whichever worker decides. */
function usedEvents(before: number, now: number): string[] {
  const passed = shares.find(({ events }) => now >= events)
  if (passed === undefined || before >= passed.events) return []
  return [
    `The history has used ${passed.name} of its ${mostEvents} events, and SWF terminates the execution at the last one. ` +
      `Continue in a new run before that: yield* continueAsNew(input)`,
  ]
}
