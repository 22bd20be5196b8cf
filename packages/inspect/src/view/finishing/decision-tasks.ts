import { readContext } from '@reyield/data/internal'
import { buildIdOf } from '@reyield/data/internal'
import type { DecisionTaskView } from '../decision-task.ts'
import type { TaskDraft } from '../reading/drafts.ts'
import { between } from './steps.ts'

export function taskView(task: TaskDraft, now: number): DecisionTaskView {
  const { scheduled, started, closed, state, timeoutType, identity, taskList, decisions } = task
  const { error } = readContext(task.executionContext)
  return {
    scheduled,
    started,
    closed,
    state,
    timeoutType,
    queueWait: between(scheduled, started ?? closed, now),
    decisionTime: started === undefined ? undefined : between(started, closed, now),
    identity,
    buildId: buildIdOf(identity),
    taskList,
    decisions,
    held: error === undefined ? undefined : { code: error.code, message: error.message },
  }
}
