import type { HistoryEvent } from '@aws-sdk/client-swf'
import { endOf, historyOf } from '../../simulator/execution.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import type { StepKind } from './kind.ts'

/** Time passes to the next timer or timeout. */
export const pass: StepKind<'pass'> = {
  key: [],
  *enabled(point) {
    if (canPass(point)) yield { step: { do: 'pass' }, expected: true }
  },
  take({ simulator: { swf } }) {
    const before = new Map([...swf.executions.values()].map(one => [one, one.events.length]))
    const from = swf.now
    swf.passDeadline()
    const [what = 'nothing happened'] = [...swf.executions.values()].flatMap(one =>
      historyOf(one)
        .slice(before.get(one) ?? 0)
        .flatMap(event => deadlineText(event, historyOf(one))),
    )
    const when = swf.now === from ? 'then' : `${durationText(swf.now - from)} later`
    return { sentence: `${when} ${what}`, code: 'advanceToNextDeadline()' }
  },
}

/**
 * Whether time can pass. It doesn't pass to the execution's own timeout, and not to that of a mocked child whose
 * outcomes don't contain `timedOut`.
 */
function canPass({ simulator, options, state }: ScenarioPoint): boolean {
  const next = simulator.swf.nextDeadline
  if (state.open !== undefined || next === undefined || next >= endOf(simulator.root)) return false
  return !simulator.mockedChildren.some(
    child =>
      next >= endOf(child) &&
      !state.hanging.includes(child.runId) &&
      !outcomesOf(options, child.workflowType.name).includes('timedOut'),
  )
}

/** What has ended, if the event says that a timer or a timeout did. */
function deadlineText(event: HistoryEvent, history: readonly HistoryEvent[]): string[] {
  const {
    timerFiredEventAttributes: timer,
    activityTaskTimedOutEventAttributes: activity,
    lambdaFunctionTimedOutEventAttributes: lambda,
    childWorkflowExecutionTimedOutEventAttributes: child,
  } = event
  if (timer !== undefined) {
    const [, retried] = /^(.+)~\d+$/.exec(timer.timerId!) ?? []
    if (retried === undefined) return [`timer '${timer.timerId}' fired`]
    const name = history.findLast(one => one.activityTaskScheduledEventAttributes?.activityId === retried)
      ?.activityTaskScheduledEventAttributes?.activityType?.name
    return [`the wait before the next attempt of ${name ?? `'${retried}'`} ended`]
  }
  if (activity !== undefined) {
    const { activityType } = history[activity.scheduledEventId! - 1]!.activityTaskScheduledEventAttributes!
    return [`activity ${activityType!.name} timed out`]
  }
  if (lambda !== undefined) {
    const { name } = history[lambda.scheduledEventId! - 1]!.lambdaFunctionScheduledEventAttributes!
    return [`Lambda function ${name} timed out`]
  }
  if (child !== undefined) return [`child ${child.workflowType!.name} timed out`]
  return event.decisionTaskTimedOutEventAttributes === undefined ? [] : ['a decision task timed out']
}

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [name, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1]
  return `${seconds / size} ${name}${seconds === size ? '' : 's'}`
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const
