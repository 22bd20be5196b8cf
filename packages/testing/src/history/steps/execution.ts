import { iso, type Begun, type ExecutionState } from '../execution-state.ts'

/** StartWorkflowExecution. */
export function begin(
  state: ExecutionState,
  begun: Omit<Begun, 'at'>,
  workflowType: { name: string; version: string },
  input: string | undefined,
): void {
  const step = 'WorkflowExecutionStarted'
  if (state.begun !== undefined) throw state.impossible(step, 'the execution is started already')
  state.transaction(step)
  state.begun = { ...begun, at: state.now }
  state.trigger(step, {
    input,
    executionStartToCloseTimeout: begun.executionStartToClose,
    taskStartToCloseTimeout: begun.taskStartToClose,
    childPolicy: begun.childPolicy,
    taskList: { name: begun.taskList },
    workflowType,
    parentInitiatedEventId: 0,
  })
}

/** Something from outside that makes a decision task necessary. */
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

/** The execution's own deadline passes. */
export function timeOutExecution(state: ExecutionState): void {
  const eventType = 'WorkflowExecutionTimedOut'
  const { at, childPolicy, executionStartToClose } = state.begun!
  state.transaction(eventType, at + Number(executionStartToClose) * 1000)
  state.close(eventType, { timeoutType: 'START_TO_CLOSE', childPolicy })
}

/** A timer fires: not before its time. Without an id the timer that is due first. */
export function fireTimer(state: ExecutionState, timerId: string | undefined): void {
  const step = timerId === undefined ? 'TimerFired' : `TimerFired of '${timerId}'`
  const timer =
    timerId === undefined
      ? [...state.timers.values()].sort((a, b) => a.firesAt - b.firesAt)[0]
      : state.timers.get(timerId)
  if (timer === undefined) {
    throw state.impossible(step, timerId === undefined ? 'no timer is open' : 'no open timer has this id')
  }
  state.transaction(step, timer.firesAt)
  state.timers.delete(timer.timerId)
  state.trigger('TimerFired', { timerId: timer.timerId, startedEventId: timer.startedEventId })
}

/** What the test says of the time of the next step. */
export function setTime(state: ExecutionState, time: number): void {
  const { last, start } = state.clock
  if (Number.isNaN(time) || time < (last ?? -Infinity)) {
    throw state.impossible(
      `A step at ${Number.isNaN(time) ? 'an invalid date' : iso(time)}`,
      `times never go back and it's ${iso(last ?? start)}`,
    )
  }
  state.clock = { ...state.clock, said: time }
  state.batch = undefined
}
