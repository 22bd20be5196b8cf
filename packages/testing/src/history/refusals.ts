import { isDeepStrictEqual } from 'node:util'
import type { Decision } from '@aws-sdk/client-swf'
import type { Asked } from './asked.ts'
import type { DecisionType, RefusalCause } from './causes.ts'
import type { OperationPick } from './pick.ts'
import type { Recorder } from './recorder.ts'

/** A decision that SWF refuses, with SWF's cause. */
export interface RefusedDecision {
  readonly decision: Decision
  readonly cause: RefusalCause
}

/**
 * Makes SWF refuse a decision in a fake history: its …Failed event is recorded. For decisions that the workflow makes
 * itself, use `refuse` of `decisionCompleted` and `decide`.
 *
 * @example
 * ```ts
 * history(order).started(input).decided(refused(decision, 'ACTIVITY_TYPE_DOES_NOT_EXIST'))
 * ```
 */
export function refused(decision: Decision, cause: RefusalCause): RefusedDecision {
  return { decision, cause }
}

/** The kinds of decisions that SWF can refuse, with the types of their decisions. */
const refusable = {
  activity: ['ScheduleActivityTask'],
  cancelActivity: ['RequestCancelActivityTask'],
  timer: ['StartTimer'],
  cancelTimer: ['CancelTimer'],
  marker: ['RecordMarker'],
  child: ['StartChildWorkflowExecution'],
  lambda: ['ScheduleLambdaFunction'],
  close: ['CompleteWorkflowExecution', 'FailWorkflowExecution', 'CancelWorkflowExecution'],
  continueAsNew: ['ContinueAsNewWorkflowExecution'],
} as const satisfies Readonly<Record<string, readonly DecisionType[]>>

type Refusable = keyof typeof refusable
type CauseOf<What extends Refusable> = RefusalCause<(typeof refusable)[What][number]>

/** An activity or a workflow, by its definition. */
interface ActivityType {
  readonly activityName: string
  readonly activityVersion: string
}
interface ChildType {
  readonly name: string
  readonly version: string
}

/**
 * A decision of the workflow that SWF refuses, with SWF's cause: `[charge, 'OPEN_ACTIVITIES_LIMIT_EXCEEDED']`,
 * `['timer', 'TIMER_CREATION_RATE_EXCEEDED']`. It applies to the first decision of an answer that fits, or to the one
 * that the pick chooses.
 */
export type Refusal =
  | readonly [what: ActivityType, cause: CauseOf<'activity'>, pick?: OperationPick]
  | readonly [what: ChildType, cause: CauseOf<'child'>, pick?: OperationPick]
  | {
      readonly [What in Refusable]: readonly [what: What, cause: CauseOf<What>, pick?: OperationPick]
    }[Refusable]

/**
 * The workflow's decisions, some of them marked as refused by SWF.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a refusal of a decision that the workflow didn't make
 */
export function refuse(
  decisions: readonly Decision[],
  refusals: readonly Refusal[],
  recorder: Recorder,
  read: (input: string | undefined) => unknown,
): Asked[] {
  const answers: { decision: Decision; cause?: string }[] = decisions.map(decision => ({ decision }))
  for (const [what, cause, pick = {}] of refusals) {
    const fitting = answers.filter(
      answer => answer.cause === undefined && fits(lookAt(answer.decision), what, pick, read),
    )
    const meant = fitting[(pick.nth ?? 1) - 1]
    if (meant === undefined) {
      const made = decisions.map(decision => lookAt(decision).text).join(', ')
      throw recorder.never(
        `The refusal of ${nameOf(what)} with ${cause}`,
        `the workflow decides ${made === '' ? 'nothing' : `${made} and no other such thing`}`,
      )
    }
    meant.cause = cause
  }
  return answers
}

interface Looked {
  readonly type: string
  readonly id: string | undefined
  readonly name: string | undefined
  readonly version: string | undefined
  readonly input: string | undefined
  readonly text: string
}

/** The parts of a decision that refusals are matched with. */
function lookAt(decision: Decision): Looked {
  const { decisionType: type = '' } = decision
  const {
    scheduleActivityTaskDecisionAttributes: activity,
    startChildWorkflowExecutionDecisionAttributes: child,
    scheduleLambdaFunctionDecisionAttributes: lambda,
  } = decision
  const id =
    activity?.activityId ??
    child?.control ??
    child?.workflowId ??
    lambda?.id ??
    decision.startTimerDecisionAttributes?.timerId ??
    decision.cancelTimerDecisionAttributes?.timerId ??
    decision.requestCancelActivityTaskDecisionAttributes?.activityId ??
    decision.recordMarkerDecisionAttributes?.markerName
  const { name, version } = activity?.activityType ?? child?.workflowType ?? {}
  const input = (activity ?? child ?? lambda)?.input
  const text = [type, name, id === undefined ? undefined : `'${id}'`].filter(Boolean).join(' ')
  return { type, id, name, version, input, text }
}

function fits(
  looked: Looked,
  what: Refusal[0],
  pick: OperationPick,
  read: (input: string | undefined) => unknown,
): boolean {
  const { kind, name, version } = meaningOf(what)
  const types: readonly string[] = refusable[kind]
  return (
    types.includes(looked.type) &&
    (name === undefined || (name === looked.name && version === looked.version)) &&
    (pick.id === undefined || pick.id === looked.id) &&
    (!('input' in pick) || isDeepStrictEqual(read(looked.input), pick.input))
  )
}

function meaningOf(what: Refusal[0]): { kind: Refusable; name?: string; version?: string } {
  if (typeof what === 'string') return { kind: what }
  if ('activityName' in what) {
    return { kind: 'activity', name: what.activityName, version: what.activityVersion }
  }
  return { kind: 'child', name: what.name, version: what.version }
}

function nameOf(what: Refusal[0]): string {
  const { kind, name } = meaningOf(what)
  return name === undefined ? kind : `${kind} ${name}`
}
