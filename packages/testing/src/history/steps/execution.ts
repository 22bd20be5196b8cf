import { iso, type Begun, type ExecutionState, type OpenTimer } from '../execution-state.ts'
import { pickOpen, type OperationPick } from '../pick.ts'

/** StartWorkflowExecution. */
export function begin(state: ExecutionState, begun: Omit<Begun, 'at'>, input: string | undefined): void {
  const step = 'WorkflowExecutionStarted'
  if (state.begun !== undefined) throw state.never(step, 'the execution has already started')
  state.transaction(step)
  state.begun = { ...begun, at: state.now }
  state.trigger(step, {
    input,
    executionStartToCloseTimeout: begun.executionStartToClose,
    taskStartToCloseTimeout: begun.taskStartToClose,
    childPolicy: begun.childPolicy,
    taskList: { name: begun.taskList },
    workflowType: begun.workflowType,
    parentInitiatedEventId: 0,
  })
}

/** An event from outside that needs a decision task. */
export function arrive(
  state: ExecutionState,
  eventType: 'WorkflowExecutionSignaled' | 'WorkflowExecutionCancelRequested',
  attributes: object,
): void {
  state.transaction(eventType)
  state.trigger(eventType, { ...attributes, externalInitiatedEventId: 0 })
}

/** TerminateWorkflowExecution. */
export function terminate(state: ExecutionState, reason: string | undefined): void {
  const eventType = 'WorkflowExecutionTerminated'
  state.transaction(eventType)
  const { childPolicy } = state.begun!
  state.close(eventType, { reason, childPolicy, cause: 'OPERATOR_INITIATED' })
}

/** The execution's own timeout passes. */
export function timeOutExecution(state: ExecutionState): void {
  const eventType = 'WorkflowExecutionTimedOut'
  const { at, childPolicy, executionStartToClose } = state.begun!
  state.transaction(eventType, at + Number(executionStartToClose) * 1000, true)
  state.close(eventType, { timeoutType: 'START_TO_CLOSE', childPolicy })
}

/**
 * A timer fires. Impossible before its time. It is the oldest one (of a length, in seconds, if given), or the one that the pick
 * chooses. With `first`, it is the one that is due first.
 */
export function fireTimer(
  state: ExecutionState,
  { seconds, pick, first = false }: { seconds?: number | undefined; pick: OperationPick; first?: boolean },
): void {
  const all = [...state.timers.values()].filter(timer => seconds === undefined || timer.seconds === seconds)
  if (first) all.sort((a, b) => a.firesAt - b.firesAt)
  const timer = pickOpen<OpenTimer>(
    state,
    'TimerFired',
    {
      noun: 'timer',
      type: seconds === undefined ? '' : ` of ${seconds} s`,
      all,
      id: ({ timerId }) => timerId,
      input: () => undefined,
    },
    pick,
  )
  state.transaction(`TimerFired of '${timer.timerId}'`, timer.firesAt)
  state.timers.delete(timer.timerId)
  state.trigger('TimerFired', { timerId: timer.timerId, startedEventId: timer.startedEventId })
}

/** Sets the time of the next step. */
export function setTime(state: ExecutionState, time: number): void {
  const { last, start } = state.clock
  if (Number.isNaN(time) || time < (last ?? -Infinity)) {
    throw state.never(
      `A step at ${Number.isNaN(time) ? 'an invalid date' : iso(time)}`,
      `time never goes back, and it is ${iso(last ?? start)}`,
    )
  }
  state.clock = { ...state.clock, nextAt: time }
  state.batch = undefined
}
