import { json } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { LateCause } from './causes.ts'
import type { OpenOther } from './open.ts'
import type { Recorder } from './recorder.ts'
import * as steps from './steps/other.ts'
import { wire } from './wire.ts'
import type { Write } from './written-history.ts'

/** The operation that steps apply to, and a function that adds a step to the history. */
export interface Subject<After> extends steps.MeantOther {
  /** How the test named the operation: `child(ship)`. */
  readonly name: string
  readonly add: (name: string, write: Write) => After
}

/**
 * The outcomes of a child. Each returns the history after it. A child that hasn't started is started first.
 *
 * @example
 * ```ts
 * history(order).started(cart).child(ship).started().child(ship).completed('parcel 7')
 * ```
 */
export class ChildSteps<Result, After> {
  readonly #about: Subject<After>
  readonly #serializer: Serializer

  /** @hidden */
  constructor(about: Subject<After>, serializer: Serializer) {
    this.#about = about
    this.#serializer = serializer
  }

  /** The service has started the child. */
  started(): After {
    return this.#step('started', 'ChildWorkflowExecutionStarted', steps.hasStarted, steps.startChild)
  }

  /** Closed as COMPLETED, with its result. */
  completed(result?: NoInfer<Result>): After {
    return this.#close('completed', 'Completed', { result: this.#serializer.serialize(result) })
  }

  /** Closed as FAILED, with an error as our deciders write it, or with any `reason` and `details`. */
  failed(failure: unknown): After {
    return this.#close('failed', 'Failed', wire(failure))
  }

  /** Closed as CANCELED. */
  canceled(details?: string): After {
    return this.#close('canceled', 'Canceled', { details })
  }

  /** Closed as TIMED_OUT. Time moves to the end of its executionStartToClose. */
  timedOut(): After {
    return this.#close('timedOut', 'TimedOut', {})
  }

  /** Closed as TERMINATED. */
  terminated(): After {
    return this.#close('terminated', 'Terminated', {})
  }

  /**
   * The service couldn't start the child, because an execution with its workflow id is open. SWF reports other causes
   * in the batch: `decisionCompleted({ refuse: [[ship, cause]] })`.
   */
  notStarted(cause: LateCause<'child'> = 'WORKFLOW_ALREADY_RUNNING'): After {
    const eventType = 'StartChildWorkflowExecutionFailed'
    return this.#step('notStarted', eventType, steps.hasStarted, (recorder, child) =>
      steps.failLate(recorder, child, eventType, { cause }),
    )
  }

  #close(name: string, how: Parameters<typeof steps.closeChild>[2], attributes: object): After {
    return this.#step(name, `ChildWorkflowExecution${how}`, undefined, (recorder, child) =>
      steps.closeChild(recorder, child, how, attributes),
    )
  }

  #step(
    name: string,
    eventType: string,
    unfit: ((child: OpenOther) => string | undefined) | undefined,
    step: (recorder: Recorder, child: OpenOther) => void,
  ): After {
    return this.#about.add(`${this.#about.name}.${name}()`, recorder =>
      step(recorder, steps.openOther(recorder, 'child', this.#about, eventType, unfit)),
    )
  }
}

/**
 * The outcomes of an outgoing signal or cancel request.
 *
 * @example
 * ```ts
 * history(order).started(cart).signalOut(approved).failed('UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION')
 * ```
 */
export class ExternalSteps<Kind extends 'signal' | 'cancel', After> {
  readonly #about: Subject<After>
  readonly #kind: Kind

  /** @hidden */
  constructor(about: Subject<After>, kind: Kind) {
    this.#about = about
    this.#kind = kind
  }

  /** The other execution has received it. */
  delivered(): After {
    return this.#answer('delivered', undefined)
  }

  /** Default: no such execution is open. */
  failed(cause: LateCause<Kind> = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'): After {
    return this.#answer('failed', cause)
  }

  #answer(name: string, cause: string | undefined): After {
    return this.#about.add(`${this.#about.name}.${name}()`, recorder => {
      const external = steps.openOther(recorder, this.#kind, this.#about, 'An answer')
      if (cause === undefined) steps.deliver(recorder, external)
      else steps.failLate(recorder, external, failures[this.#kind], { cause })
    })
  }
}

/**
 * The outcomes of a Lambda function call.
 *
 * @example
 * ```ts
 * history(order).started(cart).lambda('measure').completed({ width: 640 })
 * ```
 */
export class LambdaSteps<After> {
  readonly #about: Subject<After>

  /** @hidden */
  constructor(about: Subject<After>) {
    this.#about = about
  }

  /** Plain JSON, unless a serializer is given. */
  completed(result?: unknown, serializer: Serializer = json): After {
    return this.#end('completed', 'LambdaFunctionCompleted', { result: serializer.serialize(result) })
  }

  /** It threw, or Lambda refused the call. */
  failed(reason = 'Unhandled', details?: string): After {
    return this.#end('failed', 'LambdaFunctionFailed', { reason, details })
  }

  /** Its timeout passes (default 15 minutes). Time moves there. */
  timedOut(): After {
    return this.#end('timedOut', 'LambdaFunctionTimedOut', 'timed out')
  }

  /** SWF couldn't call it. Default message: SWF's. */
  notStarted(cause: LateCause<'lambda'> = 'ASSUME_ROLE_FAILED', message?: string): After {
    const eventType = 'StartLambdaFunctionFailed'
    return this.#step('notStarted', eventType, (recorder, lambda) =>
      steps.failLate(recorder, lambda, eventType, { cause, message }),
    )
  }

  #end(name: string, eventType: string, end: steps.LambdaEnd): After {
    return this.#step(name, eventType, (recorder, lambda) =>
      steps.endLambda(recorder, lambda, eventType, end),
    )
  }

  #step(name: string, eventType: string, step: (recorder: Recorder, lambda: OpenOther) => void): After {
    return this.#about.add(`${this.#about.name}.${name}()`, recorder =>
      step(recorder, steps.openOther(recorder, 'lambda', this.#about, eventType)),
    )
  }
}

const failures = {
  signal: 'SignalExternalWorkflowExecutionFailed',
  cancel: 'RequestCancelExternalWorkflowExecutionFailed',
} as const
