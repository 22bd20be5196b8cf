import { activityDeadline } from '../state/activity-deadline.ts'
import { toMilliseconds } from '../../model/durations.ts'
import type { ActivityTask, Execution } from '../state/execution.ts'
import type { State } from '../state/state.ts'
import type { WireEvent } from '../transaction.ts'
import type { EventEffects } from './effect.ts'
import { heartbeatObsolete } from './obsolete.ts'

export const activityEvents = {
  ActivityTaskScheduled: (state, execution, attributes, event) => {
    const task: ActivityTask = {
      execution,
      taskList: attributes.taskList.name,
      priority: Number(attributes.taskPriority ?? 0),
      age: 0,
      heapIndex: -1,
      scheduledEventId: event.eventId,
      activityId: attributes.activityId,
      activityType: attributes.activityType,
      input: attributes.input,
      scheduledAt: toMilliseconds(event.eventTimestamp),
      timeouts: {
        scheduleToStart: attributes.scheduleToStartTimeout,
        scheduleToClose: attributes.scheduleToCloseTimeout,
        startToClose: attributes.startToCloseTimeout,
        heartbeat: attributes.heartbeatTimeout,
      },
      startedEventId: 0,
      startedAt: 0,
      heartbeatAt: 0,
      heartbeatDetails: undefined,
      heartbeatSeq: 0,
      latestCancelRequestedEventId: 0,
      deadline: undefined,
    }
    execution.activities.set(task.activityId, task)
    execution.activitiesByEvent.set(task.scheduledEventId, task)
    execution.latestActivityTimestamp = event.eventTimestamp
    state.activityTasks.add(task)
    setDeadline(state, task)
  },

  ActivityTaskStarted: (state, execution, { scheduledEventId }, event) => {
    const task = execution.activitiesByEvent.get(scheduledEventId)!
    state.activityTasks.remove(task)
    task.startedEventId = event.eventId
    task.startedAt = task.heartbeatAt = toMilliseconds(event.eventTimestamp)
    execution.latestActivityTimestamp = event.eventTimestamp
    setDeadline(state, task)
  },

  ActivityTaskCancelRequested: (state, execution, { activityId }, event) => {
    const task = execution.activities.get(activityId)!
    execution.latestActivityTimestamp = event.eventTimestamp
    const first = task.latestCancelRequestedEventId === 0
    task.latestCancelRequestedEventId = event.eventId
    if (task.startedEventId > 0 || !first) return
    state.activityTasks.remove(task)
    state.pendingTransitions.add({ kind: 'cancel-unstarted', execution, task })
  },

  ActivityTaskCompleted: ends,
  ActivityTaskFailed: ends,
  ActivityTaskTimedOut: ends,
  ActivityTaskCanceled: ends,
} satisfies EventEffects

/** Sets the deadline of the activity to the earliest timeout that applies now. */
export function setDeadline(state: State, task: ActivityTask): void {
  const next = activityDeadline(task)
  if (next !== undefined && task.deadline !== undefined) {
    state.deadlines.move(task.deadline, next.at)
    return
  }
  state.deadlines.remove(task.deadline)
  task.deadline = state.deadlines.add(next?.at, task.execution, { kind: 'activity', task })
}

function ends(
  state: State,
  execution: Execution,
  { scheduledEventId }: { readonly scheduledEventId: number },
  event: WireEvent,
): void {
  const task = execution.activitiesByEvent.get(scheduledEventId)!
  execution.activities.delete(task.activityId)
  execution.activitiesByEvent.delete(scheduledEventId)
  execution.latestActivityTimestamp = event.eventTimestamp
  state.activityTasks.remove(task)
  state.deadlines.remove(task.deadline)
  heartbeatObsolete(state, task)
  for (const transition of state.pendingTransitions.of(execution)) {
    if (transition.kind === 'cancel-unstarted' && transition.task === task)
      state.pendingTransitions.remove(transition)
  }
}
