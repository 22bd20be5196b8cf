import { endOf, toMilliseconds } from '../durations.ts'
import { openCounts } from '../execution.ts'
import type { Execution } from '../execution.ts'
import type { EventAttributes } from '../history-draft.ts'
import type { CloseStatus } from '../model/generated/types.ts'
import type { State } from '../state.ts'
import type { WireEvent } from '../transaction.ts'
import type { EventEffects } from './effect.ts'

/** An execution comes into being with the first event of its history. */
export function startExecution(
  state: State,
  id: Pick<Execution, 'domain' | 'workflowId' | 'runId'>,
  started: EventAttributes['WorkflowExecutionStarted'],
  { eventTimestamp }: WireEvent,
): Execution {
  const { executionStartToCloseTimeout = 'NONE', taskStartToCloseTimeout = 'NONE' } = started
  const { taskPriority, childPolicy, lambdaRole, taskList, tagList } = started
  const execution: Execution = {
    ...id,
    workflowType: started.workflowType,
    configuration: {
      taskList: taskList.name,
      taskPriority,
      taskStartToCloseTimeout,
      executionStartToCloseTimeout,
      childPolicy,
      lambdaRole,
    },
    tagList,
    parent: started.parentWorkflowExecution,
    startTimestamp: eventTimestamp,
    startSeq: state.seq,
    events: [],
    queued: undefined,
    started: undefined,
    previousStartedEventId: 0,
    override: undefined,
    latestContext: undefined,
    cancelRequested: false,
    latestActivityTimestamp: undefined,
    activities: new Map(),
    activitiesByEvent: new Map(),
    timers: new Map(),
    deadline: undefined,
    closed: undefined,
  }
  const end = endOf(toMilliseconds(eventTimestamp), executionStartToCloseTimeout)
  execution.deadline = state.deadlines.add(end, execution, { kind: 'execution' })
  state.executions.set(id.runId, execution)
  const domain = state.domains.get(id.domain)!
  domain.open.set(id.workflowId, execution)
  domain.started.push(execution)
  return execution
}

export const executionEvents = {
  WorkflowExecutionCancelRequested: (_, execution) => {
    execution.cancelRequested = true
  },
  WorkflowExecutionCompleted: closes('COMPLETED'),
  WorkflowExecutionFailed: closes('FAILED'),
  WorkflowExecutionCanceled: closes('CANCELED'),
  WorkflowExecutionTimedOut: closes('TIMED_OUT'),
  WorkflowExecutionTerminated: closes('TERMINATED'),
} satisfies EventEffects

/** Open activities and timers get no events; what they wait for goes with the execution. */
function closes(status: CloseStatus) {
  return (state: State, execution: Execution, _: unknown, { eventTimestamp }: WireEvent): void => {
    execution.closed = {
      status,
      timestamp: eventTimestamp,
      seq: state.seq,
      openCounts: openCounts(execution),
    }
    const domain = state.domains.get(execution.domain)!
    domain.open.delete(execution.workflowId)
    domain.closed.push(execution)
    state.deadlines.remove(execution.deadline)
    for (const task of [execution.queued, execution.started]) {
      if (task === undefined) continue
      state.decisionTasks.remove(task)
      state.deadlines.remove(task.deadline)
    }
    for (const task of execution.activities.values()) {
      state.activityTasks.remove(task)
      state.deadlines.remove(task.deadline)
    }
    for (const timer of execution.timers.values()) state.deadlines.remove(timer.deadline)
    for (const followUp of state.followUps) {
      if (followUp.execution === execution) state.followUps.delete(followUp)
    }
    execution.queued = execution.started = execution.deadline = undefined
    execution.activities.clear()
    execution.activitiesByEvent.clear()
    execution.timers.clear()
  }
}
