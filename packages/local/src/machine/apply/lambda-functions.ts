import { endOf, toMilliseconds } from '../../model/durations.ts'
import { lambdaFunction } from '../state/execution.ts'
import type { Execution, LambdaFunction } from '../state/execution.ts'
import type { State } from '../state/state.ts'
import type { EventEffects } from './effect.ts'

/** The timeout in seconds if the decision has none: the longest one that AWS Lambda allows. */
const maxTimeout = '900'

export const lambdaEvents = {
  LambdaFunctionScheduled: (state, execution, { id, name, input, startToCloseTimeout }, { eventId }) => {
    const lambda: LambdaFunction = {
      execution,
      id,
      name,
      input,
      scheduledEventId: eventId,
      startToCloseTimeout: startToCloseTimeout ?? maxTimeout,
      startedEventId: 0,
      deadline: undefined,
    }
    execution.lambdas.set(id, lambda)
    state.pendingTransitions.add({ kind: 'start-lambda', execution, lambda })
  },

  LambdaFunctionStarted: (state, execution, { scheduledEventId }, { eventId, eventTimestamp }) => {
    const lambda = lambdaFunction(execution, scheduledEventId)!
    started(state, lambda)
    lambda.startedEventId = eventId
    const end = endOf(toMilliseconds(eventTimestamp), lambda.startToCloseTimeout)
    lambda.deadline = state.deadlines.add(end, execution, { kind: 'lambda', lambda })
    state.toInvoke.add(lambda)
  },

  StartLambdaFunctionFailed: (state, execution, { scheduledEventId = 0 }) => {
    const lambda = lambdaFunction(execution, scheduledEventId)!
    started(state, lambda)
    execution.lambdas.delete(lambda.id)
  },

  LambdaFunctionCompleted: ends,
  LambdaFunctionFailed: ends,
  LambdaFunctionTimedOut: ends,
} satisfies EventEffects

/** Removes the pending start of a function. */
function started(state: State, lambda: LambdaFunction): void {
  for (const transition of state.pendingTransitions.of(lambda.execution)) {
    if (transition.kind === 'start-lambda' && transition.lambda === lambda)
      state.pendingTransitions.remove(transition)
  }
}

function ends(
  state: State,
  execution: Execution,
  { scheduledEventId }: { readonly scheduledEventId: number },
): void {
  const lambda = lambdaFunction(execution, scheduledEventId)!
  execution.lambdas.delete(lambda.id)
  endFunction(state, lambda)
}

/** Ends a function: its outcome is ignored from now on. */
export function endFunction(state: State, lambda: LambdaFunction): void {
  state.deadlines.remove(lambda.deadline)
  state.toInvoke.delete(lambda)
}
