import { endOf, toMilliseconds } from '../../model/durations.ts'
import type { DecisionTask, Execution } from '../state/execution.ts'
import { overrideAfterCompletion, overrideAfterTimeout } from '../state/task-list-override.ts'
import type { State } from '../state/state.ts'
import type { WireEvent } from '../transaction.ts'
import type { EventEffects } from './effect.ts'

export const decisionTaskEvents = {
  DecisionTaskScheduled: (state, execution, attributes, event) => {
    execution.queued = {
      execution,
      taskList: attributes.taskList.name,
      priority: Number(attributes.taskPriority ?? 0),
      age: 0,
      heapIndex: -1,
      scheduledEventId: event.eventId,
      startToCloseTimeout: attributes.startToCloseTimeout,
      scheduleToStartTimeout: attributes.scheduleToStartTimeout,
      startedEventId: 0,
      deadline: undefined,
    }
    offer(state, execution, event)
  },

  DecisionTaskStarted: (state, execution, _, event) => {
    const task = execution.queued!
    withdraw(state, task)
    execution.queued = undefined
    execution.started = task
    task.startedEventId = event.eventId
    const end = endOf(toMilliseconds(event.eventTimestamp), task.startToCloseTimeout)
    task.deadline = state.deadlines.add(end, execution, { kind: 'decision', task })
  },

  DecisionTaskCompleted: (state, execution, attributes, event) => {
    execution.previousStartedEventId = attributes.startedEventId
    execution.latestContext = attributes.executionContext ?? execution.latestContext
    execution.override = overrideAfterCompletion(execution, attributes)
    release(state, execution, event)
  },

  DecisionTaskTimedOut: (state, execution, attributes, event) => {
    const task = attributes.timeoutType === 'SCHEDULE_TO_START' ? execution.queued! : execution.started!
    execution.override = overrideAfterTimeout(execution, task)
    if (task === execution.queued) {
      withdraw(state, task)
      execution.queued = undefined
    } else {
      release(state, execution, event)
    }
  },
} satisfies EventEffects

/** Ends the started decision task. If another one is queued, it can now be polled. */
function release(state: State, execution: Execution, event: WireEvent): void {
  state.deadlines.remove(execution.started?.deadline)
  execution.started = undefined
  offer(state, execution, event)
}

function offer(state: State, execution: Execution, { eventTimestamp }: WireEvent): void {
  const task = execution.queued
  if (task === undefined || execution.started !== undefined) return
  state.decisionTasks.add(task)
  const end = endOf(toMilliseconds(eventTimestamp), task.scheduleToStartTimeout)
  task.deadline = state.deadlines.add(end, execution, { kind: 'decision', task })
}

function withdraw(state: State, task: DecisionTask): void {
  state.decisionTasks.remove(task)
  state.deadlines.remove(task.deadline)
}
