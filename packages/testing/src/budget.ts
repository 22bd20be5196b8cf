import type { ActivityType, EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { isMeant, nameOf, type WaitTarget } from './wait-target.ts'
import { InvalidBudgetLimitError, LoopTooShortError, UnknownLoopError } from './budget-errors.ts'
import { historyOf, type HasHistory } from './history-of.ts'
import { fewestRounds, loopCost, type Beginning, type LoopCost } from './loop-cost.ts'

/** The cost of a history. */
export interface Budget {
  /** How many events the history has. */
  readonly events: number
  readonly byType: Readonly<Partial<Record<EventType, number>>>
  /** How many decision tasks were scheduled, including those that timed out. */
  readonly decisionTasks: number
  /** How many events the history may have. SWF terminates an execution that has 25,000 (EVENT_LIMIT_EXCEEDED). */
  readonly limit: number
  /** How many events are left. */
  readonly left: number
}

/**
 * How a history is counted.
 *
 * @example
 * ```ts
 * const { left } = budget(ran, { limit: 10_000 })
 * ```
 */
export interface BudgetOptions {
  /** The highest number of events. Default: SWF's 25,000. */
  readonly limit?: number
}

/**
 * The same options with a loop whose rounds are counted.
 *
 * @example
 * ```ts
 * const { eventsEach, roundAtLimit } = budget(ran, { loop: remind, limit: 10_000 }).loop
 * ```
 */
export interface LoopBudgetOptions extends BudgetOptions {
  /**
   * What the loop does once in each round: an activity, a child workflow, a signal that it receives, `'timer'`, or the
   * id or name of an activity or a Lambda function. Attempts of a retry policy aren't rounds.
   */
  readonly loop: WaitTarget
}

/** The cost of a history, and of a round of a loop in it. */
export interface LoopBudget extends Budget {
  readonly loop: LoopCost
}

/** SWF terminates an execution whose history has this many events (Amazon SWF Developer Guide, quotas). */
const mostEvents = 25_000

/**
 * Counts the events of a run or of a history, fake or recorded, against SWF's limit of 25,000. With `loop`, it also
 * computes what a round costs, and in which round the limit would be reached. After a continue-as-new it counts the
 * last run; `budget(result.runs[0])` counts an earlier one.
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
export function budget(source: HasHistory, options: LoopBudgetOptions): LoopBudget
export function budget(source: HasHistory, options?: BudgetOptions): Budget
export function budget(
  source: HasHistory,
  { limit = mostEvents, loop }: Partial<LoopBudgetOptions> = {},
): Budget | LoopBudget {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new InvalidBudgetLimitError(limit)
  const { events } = historyOf(source)
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

/** An operation that has begun, as far as a loop can be named by it. */
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

/** The engine's own timers begin with `~`. Those of retry policies end with `~<attempt>`. */
const ownTimer = /^~|~\d+$/

/** The operations that the program began, without the engine's own timers and the attempts of retry policies. */
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
