import { millisecondsText } from '../../event-log/milliseconds.ts'
import type { Finder } from './seen.ts'

export const decisionTaskNotStarted: Finder = ({ view, now, notStartedAfter }) => {
  const tasks = view.decisionTasks
  const task = tasks.at(-1)
  if (task?.state !== 'waiting' || tasks.at(-2)?.state === 'started') return [] // it waits for the one before it
  const age = now - task.scheduled.at.getTime()
  if (age < notStartedAfter) return []
  const { taskList = '' } = task
  const text = `A decision task has waited ${millisecondsText(age)} in task list '${taskList}', and no decider has started it`
  return [{ kind: 'decisionTaskNotStarted', taskList, since: task.scheduled, text }]
}

/** Tasks in a row, up to now, that a decider started and didn't complete. That a sticky task list wasn't served is no fault. */
export const decisionTaskTimeouts: Finder = ({ view }) => {
  const closed = view.decisionTasks.filter(
    ({ state, timeoutType }) =>
      state === 'completed' || (state === 'timedOut' && timeoutType !== 'SCHEDULE_TO_START'),
  )
  const timedOut = closed.slice(closed.findLastIndex(({ state }) => state === 'completed') + 1)
  const count = timedOut.length
  if (count === 0) return []
  const text = count === 1 ? 'The last decision task timed out' : `The last ${count} decision tasks timed out`
  return [{ kind: 'decisionTaskTimeouts', count, since: timedOut[0]!.closed, text }]
}
