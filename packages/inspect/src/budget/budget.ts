import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { isMeant, nameOf, type WaitTarget } from '../code/wait-target.ts'
import { historyOf, type HasHistory } from '../history/source.ts'
import type { StepDraft } from '../view/reading/drafts.ts'
import { read } from '../view/reading/read.ts'
import { mostEvents } from '../view/reading/sizes.ts'
import type { StepKind } from '../view/step.ts'
import { InvalidBudgetLimitError, LoopTooShortError, UnknownLoopError } from './errors.ts'
import { fewestRounds, loopCost, type LoopCost } from './loop-cost.ts'

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
  const { steps, tasks } = read(events)
  const typeOf = new Map(events.map(({ eventId, eventType }) => [eventId!, eventType!]))
  const all = steps.all.filter(step => beginningsOf(step, typeOf).length > 0)
  const rounds = all.filter(step => isMeant(loop, step) || (step.name ?? '') === loop)
  if (rounds.length === 0) throw new UnknownLoopError(nameOf(loop), [...new Set(all.map(labelOf))])
  const beginnings = rounds.flatMap(step => beginningsOf(step, typeOf)).toSorted((a, b) => a - b)
  if (beginnings.length < fewestRounds) {
    throw new LoopTooShortError(nameOf(loop), beginnings.length, fewestRounds)
  }
  const tasksUntil = (round: number) => tasks.filter(({ scheduled }) => scheduled.eventId <= round).length
  return loopCost(
    beginnings.map(eventId => ({ eventId, decisionTasks: tasksUntil(eventId) })),
    limit,
  )
}

/** The events with which the operations begin that a loop can be named by. */
const begins: { readonly [Kind in StepKind]?: EventType } = {
  activity: 'ActivityTaskScheduled',
  timer: 'TimerStarted',
  child: 'StartChildWorkflowExecutionInitiated',
  signal: 'WorkflowExecutionSignaled',
  signalExternal: 'SignalExternalWorkflowExecutionInitiated',
  lambda: 'LambdaFunctionScheduled',
}

/**
 * The ids of the events with which a step began. An activity that failed and was asked for again under its id is one step with two
 * beginnings, but an attempt that the engine made after the wait of a retry policy isn't a beginning.
 */
const beginningsOf = ({ kind, events }: StepDraft, typeOf: ReadonlyMap<number, EventType>): number[] =>
  events.filter(
    (eventId, nth) =>
      typeOf.get(eventId) === begins[kind] && typeOf.get(events[nth - 1] ?? 0) !== 'TimerFired',
  )

const labelOf = ({ kind, id, name, version }: StepDraft): string =>
  kind === 'timer' ? "'timer'" : `${kind} '${name ?? id}'${version === undefined ? '' : ` ${version}`}`
