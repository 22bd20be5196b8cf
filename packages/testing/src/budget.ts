import type { ActivityType, EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { isMeant, nameOf, type WaitTarget } from './wait-target.ts'
import { InvalidBudgetLimitError, LoopTooShortError, UnknownLoopError } from './budget-errors.ts'
import { historyOf, type HasHistory } from './history-of.ts'
import { fewestRounds, loopCost, type Beginning, type LoopCost } from './loop-cost.ts'

/** What a history costs. */
export interface Budget {
  /** How many events it has. */
  readonly events: number
  readonly byType: Readonly<Partial<Record<EventType, number>>>
  /** How many decision tasks were scheduled, those that timed out included. */
  readonly decisionTasks: number
  /** How many events it may have: SWF terminates an execution that has 25,000 (EVENT_LIMIT_EXCEEDED). */
  readonly limit: number
  /** How many events are left. */
  readonly left: number
}

/** How a history is counted. */
export interface BudgetOptions {
  /** Default: SWF's 25,000. */
  readonly limit?: number
}

/** The same with the loop whose rounds are to be counted. */
export interface LoopBudgetOptions extends BudgetOptions {
  /**
   * What the loop does once each round: an activity, a child workflow, a signal that it takes; `'timer'`; or an id or a name:
   * of an activity, a Lambda function, … Attempts of a retry policy are no rounds.
   */
  readonly loop: WaitTarget
}

/** What a history costs, and a round of a loop in it. */
export interface LoopBudget extends Budget {
  readonly loop: LoopCost
}

/** SWF terminates an execution whose history has so many (Amazon SWF Developer Guide, quotas). */
const mostEvents = 25_000

/**
 * Counts what a run costs of SWF's 25,000 events, or a history, fake or recorded; with `loop`, what a round costs, and in which
 * round the limit would be met. After a continue-as-new: the last run's; `budget(ran.runs[0])` counts an earlier one.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID), UndecidedHistoryError (HISTORY_UNDECIDED), UnknownLoopError (LOOP_UNKNOWN),
 * LoopTooShortError (LOOP_TOO_SHORT), InvalidBudgetLimitError (OPTION_INVALID)
 * @example
 * ```ts
 * const { events, loop } = budget(await run(review, 'ann', { activities }), { loop: remind })
 * expect(events).toBeLessThan(10_000)
 * expect(loop).toMatchObject({ eventsEach: 11, growing: false })
 * expect(loop.roundAtLimit).toBeGreaterThan(365) // a reminder a day, for a year
 * ```
 */
export function budget(told: HasHistory, options: LoopBudgetOptions): LoopBudget
export function budget(told: HasHistory, options?: BudgetOptions): Budget
export function budget(
  told: HasHistory,
  { limit = mostEvents, loop }: Partial<LoopBudgetOptions> = {},
): Budget | LoopBudget {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new InvalidBudgetLimitError(limit)
  const { events } = historyOf(told)
  const byType: Partial<Record<EventType, number>> = {}
  for (const { eventType } of events) byType[eventType!] = (byType[eventType!] ?? 0) + 1
  const counted = {
    events: events.length,
    byType,
    decisionTasks: byType.DecisionTaskScheduled ?? 0,
    limit,
    left: Math.max(0, limit - events.length),
  }
  return loop === undefined ? counted : { ...counted, loop: costOf(loop, events, limit) }
}

function costOf(loop: WaitTarget, events: readonly HistoryEvent[], limit: number): LoopCost {
  const all = [...begun(events)]
  const beginnings = all.filter(({ what }) => isMeant(loop, what) || (what.name ?? '') === loop)
  if (beginnings.length === 0) {
    throw new UnknownLoopError(nameOf(loop), [...new Set(all.map(({ what }) => labelOf(what)))])
  }
  if (beginnings.length < fewestRounds) {
    throw new LoopTooShortError(nameOf(loop), beginnings.length, fewestRounds)
  }
  return loopCost(beginnings, limit)
}

/** Something that has begun, as far as a loop may be named by it. */
interface Begun {
  readonly kind: 'activity' | 'timer' | 'child' | 'signal' | 'signalExternal' | 'lambda'
  readonly id: string
  readonly name?: string
  readonly version?: string
}

const typeOf = (type: ActivityType | undefined) => ({ name: type!.name!, version: type!.version! })

const beginnings: { readonly [Type in EventType]?: (event: HistoryEvent) => Begun } = {
  ActivityTaskScheduled: ({ activityTaskScheduledEventAttributes: of }) => ({
    kind: 'activity',
    id: of!.activityId!,
    ...typeOf(of!.activityType),
  }),
  TimerStarted: ({ timerStartedEventAttributes: of }) => ({ kind: 'timer', id: of!.timerId! }),
  StartChildWorkflowExecutionInitiated: ({ startChildWorkflowExecutionInitiatedEventAttributes: of }) => ({
    kind: 'child',
    id: of!.workflowId!,
    ...typeOf(of!.workflowType),
  }),
  WorkflowExecutionSignaled: ({ workflowExecutionSignaledEventAttributes: of }) => ({
    kind: 'signal',
    id: of!.signalName!,
  }),
  SignalExternalWorkflowExecutionInitiated: ({
    signalExternalWorkflowExecutionInitiatedEventAttributes: of,
  }) => ({ kind: 'signalExternal', id: of!.signalName! }),
  LambdaFunctionScheduled: ({ lambdaFunctionScheduledEventAttributes: of }) => ({
    kind: 'lambda',
    id: of!.id!,
    name: of!.name!,
  }),
}

/** The engine's timers begin with `~`; those of retry policies end with `~<attempt>`. */
const ownTimer = /^~|~\d+$/

/** All that the program began: without the engine's own timers and the attempts that a retry policy makes. */
function* begun(events: readonly HistoryEvent[]): Generator<Beginning & { readonly what: Begun }> {
  const retried = new Set<string>()
  let decisionTasks = 0
  for (const event of events) {
    if (event.eventType === 'DecisionTaskScheduled') decisionTasks++
    const [, id] = /^(.+)~\d+$/.exec(event.timerFiredEventAttributes?.timerId ?? '') ?? []
    if (id !== undefined) retried.add(id)
    const what = beginnings[event.eventType!]?.(event)
    if (what === undefined || (what.kind === 'timer' && ownTimer.test(what.id))) continue
    if (what.kind === 'activity' && retried.delete(what.id)) continue
    yield { eventId: event.eventId!, decisionTasks, what }
  }
}

const labelOf = ({ kind, id, name, version }: Begun): string =>
  kind === 'timer' ? "'timer'" : `${kind} '${name ?? id}'${version === undefined ? '' : ` ${version}`}`
