import { failureToWire, json, type WireFailure } from '@reyield/data'
import type { Serializer, WorkflowDefinition } from '@reyield/workflow'
import type { ExecutionState, OpenOther } from './execution-state.ts'
import type { History } from './history.ts'
import * as steps from './steps/other.ts'

/** Which one: its place in the workflow (or a Lambda function's id), or a definition: the oldest open one of its type. */
export type Which<Result = unknown> =
  string | Pick<WorkflowDefinition<never, Result>, 'name' | 'version' | 'run'>

/** Writes a step into a history and gives the next one. */
type Then = (step: (state: ExecutionState) => void) => History

/** What a child comes to. Each gives the history behind it; a child that hasn't started is started first. */
export class ChildSteps<Result> {
  readonly #then: Then
  readonly #which: Which<Result> | undefined
  readonly #serializer: Serializer

  /** @hidden */
  constructor(then: Then, which: Which<Result> | undefined, serializer: Serializer) {
    this.#then = then
    this.#which = which
    this.#serializer = serializer
  }

  /** The service has started it. */
  started(): History {
    return this.#step('ChildWorkflowExecutionStarted', (state, child) => void steps.startChild(state, child))
  }

  completed(result?: NoInfer<Result>): History {
    return this.#close('Completed', { result: this.#serializer.serialize(result) })
  }

  /** Closed as FAILED: an error as our deciders write it, or any `reason` and `details`. */
  failed(failure: unknown): History {
    return this.#close('Failed', wire(failure))
  }

  canceled(details?: string): History {
    return this.#close('Canceled', { details })
  }

  timedOut(): History {
    return this.#close('TimedOut', { timeoutType: 'START_TO_CLOSE' })
  }

  terminated(): History {
    return this.#close('Terminated', {})
  }

  /** The service couldn't start it. Default: an execution of its workflow id is open. */
  notStarted(cause = 'WORKFLOW_ALREADY_RUNNING'): History {
    return this.#step('StartChildWorkflowExecutionFailed', (state, child) =>
      steps.refuseChild(state, child, cause),
    )
  }

  #close(how: string, attributes: object): History {
    const eventType = `ChildWorkflowExecution${how}`
    return this.#step(eventType, (state, child) => steps.closeChild(state, child, eventType, attributes))
  }

  #step(what: string, step: (state: ExecutionState, child: OpenOther) => void): History {
    return this.#then(state => step(state, steps.openOther(state, 'child', this.#which, what)))
  }
}

/** What an outgoing signal or cancel request comes to. */
export class ExternalSteps {
  readonly #then: Then
  readonly #kind: 'signal' | 'cancel'
  readonly #id: string | undefined

  /** @hidden */
  constructor(then: Then, kind: 'signal' | 'cancel', id: string | undefined) {
    this.#then = then
    this.#kind = kind
    this.#id = id
  }

  delivered(): History {
    return this.#answer(undefined)
  }

  /** Default: no such execution is open. */
  failed(cause = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'): History {
    return this.#answer(cause)
  }

  #answer(cause: string | undefined): History {
    return this.#then(state => {
      const external = steps.openOther(state, this.#kind, this.#id, 'An answer to it')
      steps.answerExternal(state, external, cause)
    })
  }
}

/** What a Lambda function comes to. */
export class LambdaSteps {
  readonly #then: Then
  readonly #id: string | undefined

  /** @hidden */
  constructor(then: Then, id: string | undefined) {
    this.#then = then
    this.#id = id
  }

  /** Plain JSON, unless a serializer is given. */
  completed(result?: unknown, serializer: Serializer = json): History {
    return this.#answer('LambdaFunctionCompleted', { result: serializer.serialize(result) }, true)
  }

  failed(reason = 'Unhandled', details?: string): History {
    return this.#answer('LambdaFunctionFailed', { reason, details }, true)
  }

  timedOut(): History {
    return this.#answer('LambdaFunctionTimedOut', { timeoutType: 'START_TO_CLOSE' }, true)
  }

  /** SWF couldn't call it. */
  notStarted(cause = 'ASSUME_ROLE_FAILED', message?: string): History {
    return this.#answer('StartLambdaFunctionFailed', { cause, message }, false)
  }

  #answer(eventType: string, attributes: object, started: boolean): History {
    return this.#then(state => {
      const lambda = steps.openOther(state, 'lambda', this.#id, eventType)
      steps.answerLambda(state, lambda, eventType, attributes, started)
    })
  }
}

/** A failure as it's recorded: an error, or what is a reason and details already. */
export function wire(failure: unknown): WireFailure {
  const isWire =
    typeof failure === 'object' &&
    failure !== null &&
    !(failure instanceof Error) &&
    ('reason' in failure || 'details' in failure)
  return isWire ? (failure as WireFailure) : failureToWire(failure)
}
