import type { Handlers } from './handlers.ts'

export const decisionTask = {
  DecisionTaskScheduled: ({ taskList }, at, reading) =>
    reading.addTask({
      scheduled: at,
      taskList: taskList?.name,
      started: undefined,
      closed: undefined,
      state: 'waiting',
      timeoutType: undefined,
      identity: undefined,
      executionContext: undefined,
      decisions: [],
    }),
  DecisionTaskStarted({ scheduledEventId, identity }, at, reading) {
    const task = reading.task(scheduledEventId)
    if (task === undefined) return
    task.started = at
    task.state = 'started'
    task.identity = identity
  },
  DecisionTaskCompleted({ scheduledEventId, executionContext }, at, reading) {
    const task = reading.task(scheduledEventId)
    if (task === undefined) return
    task.closed = at
    task.state = 'completed'
    task.executionContext = executionContext
    reading.taskCompleted(task, at)
  },
  DecisionTaskTimedOut({ scheduledEventId, timeoutType }, at, reading) {
    const task = reading.task(scheduledEventId)
    if (task === undefined) return
    task.closed = at
    task.state = 'timedOut'
    task.timeoutType = timeoutType
  },
} satisfies Partial<Handlers>
