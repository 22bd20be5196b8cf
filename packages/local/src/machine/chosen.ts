import type { ActivityTaskTimeoutType } from '../model/generated/types.ts'
import type { DeadlineSubject, Execution } from './state/execution.ts'
import type { PendingTransition } from './state/pending-transition.ts'
import type { State } from './state/state.ts'
import { timeoutDraft } from './timeouts/table.ts'
import type { Draft } from './transaction.ts'

/** What test tools choose to happen next, instead of what SWF does next. */

/**
 * A timer or timeout of an open execution.
 *
 * @example
 * ```ts
 * const draft = machine.expire({ runId, kind: 'timer', id: 'reminder' }, Date.now())
 * ```
 */
export interface ChosenDeadline {
  readonly runId: string
  /** `decision`: the task that a decider is working on. */
  readonly kind: DeadlineSubject['kind']
  /** The id of the timer, the activity or the Lambda function. */
  readonly id?: string
  /** Which timeout of an activity passes. Default: its earliest. */
  readonly timeoutType?: ActivityTaskTimeoutType
}

/** Why SWF couldn't do what an execution requested. */
export interface TransitionFailure {
  readonly cause: string
  /** Only for Lambda functions. */
  readonly message?: string | undefined
}

/**
 * Something that SWF still has to do by itself for an execution, or because an execution requested it.
 *
 * @example
 * ```ts
 * const draft = machine.pendingTransition(Date.now(), { runId, kind: 'start-child', eventId: 5 })
 * ```
 */
export interface ChosenTransition {
  readonly runId: string
  readonly kind: PendingTransition['kind']
  /** The event in the execution's history that requested it. Undefined for what no event requested, such as a child policy. */
  readonly eventId?: number | undefined
  /** Makes it fail, for a request of another execution, a child or a Lambda function. */
  readonly failure?: TransitionFailure
}

/** The event that requested a pending transition. */
export function requestedBy(transition: PendingTransition): number | undefined {
  if ('initiatedEventId' in transition) return transition.initiatedEventId
  if ('task' in transition) return transition.task.scheduledEventId
  return 'lambda' in transition ? transition.lambda.scheduledEventId : undefined
}

/** What is pending for an execution, in the order in which SWF does it. */
export function pendingOf(state: State, runId: string): ChosenTransition[] {
  const execution = state.executions.get(runId)
  if (execution === undefined) return []
  return Array.from(state.pendingTransitions.of(execution), one => ({
    runId,
    kind: one.kind,
    eventId: requestedBy(one),
  }))
}

/** The pending transition that is meant. */
export function chosenTransition(
  state: State,
  { runId, kind, eventId }: ChosenTransition,
): PendingTransition | undefined {
  const execution = state.executions.get(runId)
  if (execution === undefined) return undefined
  for (const transition of state.pendingTransitions.of(execution)) {
    if (transition.kind === kind && requestedBy(transition) === eventId) return transition
  }
  return undefined
}

/** The draft for a chosen timer or timeout, due or not. Undefined if there is none. */
export function expireDraft(state: State, chosen: ChosenDeadline, now: number): Draft | undefined {
  const execution = state.executions.get(chosen.runId)
  if (execution === undefined || execution.closed !== undefined) return undefined
  const subject = subjects[chosen.kind](execution, chosen)
  return subject && timeoutDraft({ execution, subject }, now)
}

type Find = (execution: Execution, chosen: ChosenDeadline) => DeadlineSubject | undefined

const subjects: Readonly<Record<ChosenDeadline['kind'], Find>> = {
  execution: () => ({ kind: 'execution' }),
  decision: ({ started: task }) => task && { kind: 'decision', task },
  activity({ activities }, { id = '', timeoutType }) {
    const task = activities.get(id)
    return task && { kind: 'activity', task, timeoutType }
  },
  timer({ timers }, { id = '' }) {
    const timer = timers.get(id)
    return timer && { kind: 'timer', timer }
  },
  lambda({ lambdas }, { id = '' }) {
    const lambda = lambdas.get(id)
    return lambda && { kind: 'lambda', lambda }
  },
}
