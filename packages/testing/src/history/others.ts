import { json } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { LateCause } from './causes.ts'
import type { OpenOperation } from './open.ts'
import { pickOpen, type Meant } from './pick.ts'
import type { Recorder } from './recorder.ts'
import * as steps from './steps/other.ts'
import { wire } from './wire.ts'

/** The operation that steps apply to, and a function that adds a step to the history. */
export interface Subject<After> {
  readonly meant: Meant
  /** How the test named the operation: `child(ship)`. */
  readonly name: string
  readonly add: (name: string, write: (recorder: Recorder) => void) => After
}

/** The outcomes of an operation. Each returns the history after it. */
abstract class OutcomeSteps<After> {
  readonly #subject: Subject<After>

  /** @hidden */
  constructor(subject: Subject<After>) {
    this.#subject = subject
  }

  /** Adds a step. @hidden */
  protected step(
    name: string,
    eventType: string,
    act: (recorder: Recorder, open: OpenOperation, serializer: Serializer) => void,
    unfit?: (open: OpenOperation) => string | undefined,
  ): After {
    const { meant, name: subject, add } = this.#subject
    return add(`${subject}.${name}()`, recorder => {
      const open = pickOpen(recorder, meant, eventType, unfit)
      act(recorder, open, meant.serializer(open, recorder))
    })
  }

  /** A step in which SWF couldn't do what was requested. @hidden */
  protected fail(name: string, eventType: string, failure: Parameters<typeof steps.failLate>[3]): After {
    const unfit = name === 'notStarted' ? steps.hasStarted : undefined
    return this.step(
      name,
      eventType,
      (recorder, open) => steps.failLate(recorder, open, eventType, failure),
      unfit,
    )
  }
}

/**
 * The outcomes of a child. Each returns the history after it. A child that hasn't started is started first.
 *
 * @example
 * ```ts
 * history(order).started(cart).child(ship).started().child(ship).completed('parcel 7')
 * ```
 */
export class ChildSteps<Result, After> extends OutcomeSteps<After> {
  /** The service has started the child. */
  started(): After {
    return this.step('started', 'ChildWorkflowExecutionStarted', steps.startChild, steps.hasStarted)
  }

  /** Closed as COMPLETED, with its result. */
  completed(result?: NoInfer<Result>): After {
    return this.#close('completed', 'Completed', by => ({ result: by.serialize(result) }))
  }

  /** Closed as FAILED, with an error as our deciders write it, or with any `reason` and `details`. */
  failed(failure: unknown): After {
    return this.#close('failed', 'Failed', () => wire(failure))
  }

  /** Closed as CANCELED. */
  canceled(details?: string): After {
    return this.#close('canceled', 'Canceled', () => ({ details }))
  }

  /** Closed as TIMED_OUT. Time moves to the end of its executionStartToClose. */
  timedOut(): After {
    return this.#close('timedOut', 'TimedOut', () => ({}))
  }

  /** Closed as TERMINATED. */
  terminated(): After {
    return this.#close('terminated', 'Terminated', () => ({}))
  }

  /**
   * The service couldn't start the child, because an execution with its workflow id is open. SWF reports other causes
   * in the batch: `decisionCompleted({ refuse: [[ship, cause]] })`.
   */
  notStarted(cause: LateCause<'child'> = 'WORKFLOW_ALREADY_RUNNING'): After {
    return this.fail('notStarted', 'StartChildWorkflowExecutionFailed', { cause })
  }

  #close(
    name: string,
    how: Parameters<typeof steps.closeChild>[2],
    attributes: (by: Serializer) => object,
  ): After {
    return this.step(name, `ChildWorkflowExecution${how}`, (recorder, child, by) =>
      steps.closeChild(recorder, child, how, attributes(by)),
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
export class ExternalSteps<Kind extends 'signal' | 'cancel', After> extends OutcomeSteps<After> {
  readonly #events: readonly [delivered: string, failed: string]

  /** @hidden */
  constructor(subject: Subject<After>) {
    super(subject)
    this.#events =
      subject.meant.kind === 'signal'
        ? ['ExternalWorkflowExecutionSignaled', 'SignalExternalWorkflowExecutionFailed']
        : ['ExternalWorkflowExecutionCancelRequested', 'RequestCancelExternalWorkflowExecutionFailed']
  }

  /** The other execution has received it. */
  delivered(): After {
    return this.step('delivered', this.#events[0], steps.deliver)
  }

  /** Default: no such execution is open. */
  failed(cause: LateCause<Kind> = 'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION'): After {
    return this.fail('failed', this.#events[1], { cause })
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
export class LambdaSteps<After> extends OutcomeSteps<After> {
  /** Plain JSON, unless a serializer is given. */
  completed(result?: unknown, serializer: Serializer = json): After {
    return this.#end('completed', 'Completed', { result: serializer.serialize(result) })
  }

  /** It threw, or Lambda refused the call. */
  failed(reason = 'Unhandled', details?: string): After {
    return this.#end('failed', 'Failed', { reason, details })
  }

  /** Its timeout passes (default 15 minutes). Time moves there. */
  timedOut(): After {
    return this.#end('timedOut', 'TimedOut', 'timed out')
  }

  /** SWF couldn't call it. Default message: SWF's. */
  notStarted(cause: LateCause<'lambda'> = 'ASSUME_ROLE_FAILED', message?: string): After {
    return this.fail('notStarted', 'StartLambdaFunctionFailed', { cause, message })
  }

  #end(name: string, how: string, end: steps.LambdaEnd): After {
    const eventType = `LambdaFunction${how}`
    return this.step(name, eventType, (recorder, lambda) => steps.endLambda(recorder, lambda, eventType, end))
  }
}
