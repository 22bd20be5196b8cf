import type { ExecutionView } from '@reyield/local'
import type { CallTask } from '../../mocks/call.ts'
import { attemptOf } from '../../simulator/attempts.ts'
import { historyOf } from '../../simulator/execution.ts'
import { text } from '../../text.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import { runMock, type Worked } from '../worked.ts'
import type { StepKind } from './kind.ts'

/** After the end, workers do the work that the workflow no longer waits for. The step follows from the others. */
export const workLate: StepKind<'workLate'> = {
  key: [],
  enabled: () => [],
  async take(point) {
    const { simulator, state } = point
    const names: string[] = []
    const worked: Worked[] = []
    for (const task of abandonedTasks(point)) {
      const mock = simulator.mocks.activity(task, task.id)
      const input = task.input === undefined ? '' : text(mock.serializer.deserialize(task.input))
      names.push(`${task.name}(${input})`)
      const ran = await runMock({ kind: 'activity', mock, task, heartbeat: () => 'lost' }, false)
      worked.push(...ran.worked)
    }
    return {
      sentence: `the work of ${names.join(' and ')} was done, though the workflow no longer waited for it`,
      code: undefined,
      changes: { worked: [...state.worked, ...worked] },
    }
  },
}

/**
 * Activities whose answers no longer matter: open when their execution closed, or canceled while the workflow wasn't
 * waiting for them. Their workers may still do the work, just as they may after a timeout (`timedOutAfterWork`).
 */
export function abandonedTasks({ options, simulator, state }: ScenarioPoint): readonly CallTask[] {
  const open = [...simulator.swf.executions.values()].flatMap(execution =>
    execution.closed === undefined ? [] : leftOpen(execution),
  )
  return [...state.abandoned, ...open].filter(({ name }) =>
    outcomesOf(options, name).includes('timedOutAfterWork'),
  )
}

/** The activities that were open when an execution closed. SWF forgets them then, so the history has to say it. */
function leftOpen(execution: ExecutionView): CallTask[] {
  const { workflowId, runId } = execution
  const open = new Map<number, CallTask>()
  for (const event of historyOf(execution)) {
    const scheduled = event.activityTaskScheduledEventAttributes
    if (scheduled !== undefined) {
      const { activityId, activityType, input } = scheduled
      const scheduledEventId = event.eventId!
      open.set(scheduledEventId, {
        id: activityId!,
        name: activityType!.name!,
        version: activityType!.version!,
        input,
        attempt: attemptOf(execution, { scheduledEventId }),
        taskToken: '',
        execution: { workflowId, runId },
      })
    }
    const ended =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    if (ended !== undefined) open.delete(ended.scheduledEventId!)
  }
  return [...open.values()]
}
