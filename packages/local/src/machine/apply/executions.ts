import { endOf, toMilliseconds } from '../../model/durations.ts'
import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { RunKey } from '../keys.ts'
import type { CloseStatus } from '../../model/generated/types.ts'
import type { State } from '../state/state.ts'
import type { WireEvent } from '../transaction.ts'
import { linkToParent } from './children.ts'
import { close } from './close.ts'
import type { EventEffects } from './effect.ts'

/** Creates an execution when the first event of its history is applied. */
export function startExecution(
  state: State,
  { domain: domainId, workflowId, runId }: RunKey,
  started: EventAttributes['WorkflowExecutionStarted'],
  { eventTimestamp }: WireEvent,
): Execution {
  const { executionStartToCloseTimeout = 'NONE', taskStartToCloseTimeout = 'NONE' } = started
  const { taskPriority, childPolicy, lambdaRole, taskList, tagList } = started
  const domain = state.domains.get(domainId)!
  const execution: Execution = {
    domain,
    workflowId,
    runId,
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
    parentInitiatedEventId: started.parentInitiatedEventId ?? 0,
    startTimestamp: eventTimestamp,
    startSeq: state.seq,
    seqs: [],
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
    children: new Map(),
    lambdas: new Map(),
    deadline: undefined,
    closed: undefined,
  }
  const end = endOf(toMilliseconds(eventTimestamp), executionStartToCloseTimeout)
  execution.deadline = state.deadlines.add(end, execution, { kind: 'execution' })
  state.executions.set(runId, execution)
  domain.open.set(workflowId, execution)
  domain.started.add(execution)
  linkToParent(state, execution, started)
  const before = state.executions.get(started.continuedExecutionRunId ?? '')
  if (before !== undefined) state.pendingTransitions.done(before, 'continue-as-new')
  return execution
}

export const executionEvents = {
  WorkflowExecutionCompleted: closes('COMPLETED'),
  WorkflowExecutionFailed: closes('FAILED'),
  WorkflowExecutionCanceled: closes('CANCELED'),
  WorkflowExecutionTimedOut: (state, execution, { childPolicy }, event) => {
    close(state, execution, 'TIMED_OUT', childPolicy, event)
  },
  WorkflowExecutionTerminated: (state, execution, { childPolicy }, event) => {
    close(state, execution, 'TERMINATED', childPolicy, event)
  },
  /** The child policy in the event is that of the next run. */
  WorkflowExecutionContinuedAsNew: (state, execution, continued, event) => {
    close(state, execution, 'CONTINUED_AS_NEW', execution.configuration.childPolicy, event)
    state.pendingTransitions.add({ kind: 'continue-as-new', execution, continued })
  },
} satisfies EventEffects

function closes(status: CloseStatus) {
  return (state: State, execution: Execution, _: unknown, event: WireEvent): void =>
    close(state, execution, status, execution.configuration.childPolicy, event)
}
