import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ActivityRun, Closed } from './fleet.ts'

/**
 * What must not happen when workers are replaced: a wrong result, an activity that runs twice, fails or times out, a decision task that
 * times out after a decider has started it. It's all right for the processes that were killed.
 */
export function problemsOf(
  closed: readonly Closed[],
  runs: readonly ActivityRun[],
  killed: ReadonlySet<number> = new Set(),
): string[] {
  const ofExecutions = closed.flatMap(execution => {
    const { workflowId, result } = execution
    const expected = [stepsOf(execution), stepsOf(execution).filter(step => !step.startsWith('weigh'))]
    const isRight = expected.some(steps => JSON.stringify(steps) === JSON.stringify(result))
    return [
      ...(isRight ? [] : [`${workflowId}: result ${JSON.stringify(result)}`]),
      ...failuresIn(execution, killed),
    ]
  })
  const repeated = runs.filter(
    ({ workflowId, step, pid }, at) =>
      !killed.has(pid) &&
      runs.some((run, later) => later > at && run.workflowId === workflowId && run.step === step),
  )
  return [
    ...ofExecutions,
    ...repeated.map(({ workflowId, step, pid }) => `${workflowId}: ${step} ran again after ${pid}`),
  ]
}

const stepsOf = ({ given: { id } }: Closed) =>
  ['reserve', 'weigh', 'charge', 'pack'].map(step => `${step} ${id}`)

function* failuresIn({ workflowId, events }: Closed, killed: ReadonlySet<number>): Generator<string> {
  const startedBy = (id: number | undefined) => {
    const event = events.find(({ eventId }) => eventId === id)
    return event === undefined ? undefined : identityOf(event)
  }
  for (const event of events) {
    const { eventType, decisionTaskTimedOutEventAttributes: decision } = event
    const { startedEventId, timeoutType } = event.activityTaskTimedOutEventAttributes ?? decision ?? {}
    const by = startedBy(startedEventId)
    const isExpected =
      // an execution in the memory of a decider that has ended waits once for it; nobody has started that task
      (decision !== undefined && timeoutType === 'SCHEDULE_TO_START') ||
      killed.has(Number.parseInt(by ?? '', 10))
    if (/TimedOut$|Failed$/.test(eventType!) && !isExpected) {
      yield `${workflowId}: ${event.eventId} ${eventType} ${timeoutType ?? ''} ${by ?? ''}`
    }
  }
}

/** Who has started the task of an event. */
export const identityOf = (event: HistoryEvent): string | undefined =>
  (event.decisionTaskStartedEventAttributes ?? event.activityTaskStartedEventAttributes)?.identity
