import { mark, markMethods } from '../stacks/marks.ts'
import { toSeconds, type Duration, type Timeout } from '../duration.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { checkName } from '../checks/names.ts'
import { operation, type Operation } from '../operation.ts'
import { checkPriority } from '../checks/priority.ts'
import type { AnySchema } from '../schema/schema.ts'
import type { Serializer } from '../serializer.ts'
import { checkTags } from '../checks/tags.ts'
import {
  checkChildPolicy,
  executionSeconds,
  type AnyWorkflow,
  type ChildPolicy,
  type WorkflowDefinition,
} from '../workflow.ts'
import { checkCancellation, type Cancellation } from './activity.ts'
import { cancelExternal, signalExternal, type ExternalOperation } from './external.ts'
import type { Signal } from './signal.ts'

/** How a child workflow is started; SWF's names without the word Timeout. What isn't given is the child's declaration's. */
export interface ChildOptions {
  /** Default: made of the parent's workflow id, its run and the place of the call; unique, and the same in a replay. */
  workflowId?: string
  /** Default: the task list of the child's declaration, else that of this execution. */
  taskList?: string
  /** How long the child may take. Default: as its declaration says. */
  executionStartToClose?: Duration
  taskStartToClose?: Timeout
  /** What happens to the child's own children when it closes. */
  childPolicy?: ChildPolicy
  /** Up to 5, of up to 256 characters. Tags aren't inherited. */
  tags?: readonly string[]
  priority?: number
  /** The IAM role with which the child calls Lambda functions. */
  lambdaRole?: string
  /**
   * What happens to the child when nobody waits for it any more, because a branch has ended or a cancel was requested.
   * `try` (default): it's asked to cancel itself. `wait`: so it is, and its end is awaited. `abandon`: nothing.
   */
  cancellation?: Cancellation
}

/** A child workflow as data. */
export interface ChildOperation<T> extends Operation<T> {
  readonly kind: 'child'
  /** Gives a handle as soon as the child has started, instead of its result. */
  readonly apart: boolean
  readonly name: string
  readonly version: string
  readonly input: unknown
  readonly workflowId: string | undefined
  readonly taskList: string | undefined
  readonly executionStartToClose: string | undefined
  readonly taskStartToClose: string
  readonly childPolicy: ChildPolicy
  readonly tags: readonly string[]
  readonly priority: string | undefined
  readonly lambdaRole: string | undefined
  readonly cancellation: Cancellation
  readonly serializer: Serializer | undefined
  /** What the child's input must be. */
  readonly schema: AnySchema | undefined
}

/** 'Wait for the result of a child that was started apart', as data. */
export interface ChildResultOperation<T> extends Operation<T> {
  readonly kind: 'childResult'
  /** The engine's own; of no use outside. */
  readonly child: object
}

/** A child workflow that has started. */
export interface ChildHandle<T> {
  readonly workflowId: string
  readonly runId: string
  /** Waits for the child's result, or throws how else it closed. May be asked for more than once. */
  result(): ChildResultOperation<T>
  /** Sends it a signal. */
  signal<V>(
    signal: Signal<V> | string,
    ...value: undefined extends V ? [value?: V] : [value: V]
  ): ExternalOperation
  /** Asks it to cancel itself. */
  cancel(): ExternalOperation
}

type Input<I> = undefined extends I ? [input?: I, options?: ChildOptions] : [input: I, options?: ChildOptions]

/**
 * Starts a child workflow and waits for its result. The child is an execution of its own, with its own history. When nobody
 * waits for it any more it is asked to cancel itself (`cancellation`); when this execution closes, SWF applies this
 * execution's `childPolicy` to it.
 *
 * Into the workflow: ChildFailedError (CHILD_FAILED), ChildCanceledError (CHILD_CANCELED), ChildTimedOutError
 * (CHILD_TIMED_OUT), ChildTerminatedError (CHILD_TERMINATED), ChildNotStartedError (CHILD_NOT_STARTED).
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const invoice = yield* child(billing, order, { tags: [order.customer] })
 * ```
 */
export function child<I, R>(
  definition: WorkflowDefinition<I, R>,
  ...[input, options]: Input<I>
): ChildOperation<R> {
  return childOperation<R>(definition, input, options, false)
}

/**
 * Starts a child workflow and goes on as soon as it has started: gives a handle to wait for its result, to signal and to
 * cancel it. It isn't bound to the branch that starts it; when this execution closes, SWF applies the `childPolicy`.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); into the workflow:
 * ChildNotStartedError (CHILD_NOT_STARTED)
 * @example
 * ```ts
 * const shipping = yield* startChild(ship, order)
 * yield* shipping.signal(addressChanged, address)
 * const parcel = yield* shipping.result()
 * ```
 */
export function startChild<I, R>(
  definition: WorkflowDefinition<I, R>,
  ...[input, options]: Input<I>
): ChildOperation<ChildHandle<R>> {
  return childOperation<ChildHandle<R>>(definition, input, options, true)
}

function childOperation<T>(
  definition: AnyWorkflow | WorkflowDefinition<never>,
  input: unknown,
  options: ChildOptions = {},
  apart: boolean,
): ChildOperation<T> {
  const { name, version, serializer } = definition
  const what = `child workflow '${name}'`
  const {
    workflowId,
    taskList,
    executionStartToClose,
    taskStartToClose,
    priority,
    cancellation = 'try',
  } = options
  if (workflowId !== undefined) checkName(workflowId, `The workflow id of ${what}`)
  if (taskList !== undefined) checkName(taskList, `The task list of ${what}`)
  const childPolicy = options.childPolicy ?? definition.childPolicy
  checkChildPolicy(childPolicy, what)
  checkCancellation(cancellation, what)
  if (options.lambdaRole !== undefined && options.lambdaRole.length === 0) {
    throw new InvalidDefinitionError(`The lambdaRole of ${what} is empty: expected the ARN of an IAM role`)
  }
  return operation<T, Omit<ChildOperation<never>, keyof Operation<never>> & { kind: 'child' }>({
    kind: 'child',
    apart,
    name,
    version,
    input,
    workflowId,
    taskList: taskList ?? definition.taskList,
    executionStartToClose:
      executionStartToClose === undefined
        ? definition.executionStartToClose
        : executionSeconds(executionStartToClose, `executionStartToClose of ${what}`),
    taskStartToClose:
      taskStartToClose === undefined
        ? definition.taskStartToClose
        : toSeconds(taskStartToClose, `taskStartToClose of ${what}`),
    childPolicy,
    tags: checkTags(options.tags ?? [], what),
    priority: priority === undefined ? undefined : checkPriority(priority, what),
    lambdaRole: options.lambdaRole,
    cancellation,
    serializer,
    schema: definition.input,
  })
}

/** What `startChild` gives: made by the engine, for a child of its own. */
export function childHandle(
  execution: { readonly workflowId: string; readonly runId: string },
  child: object,
): ChildHandle<unknown> {
  const { workflowId, runId } = execution
  const methods = {
    result: () => operation<unknown, { kind: 'childResult'; child: object }>({ kind: 'childResult', child }),
    signal: (signal: Signal<never> | string, value?: unknown) =>
      signalExternal({ workflowId, runId }, signal as Signal<unknown>, value),
    cancel: () => cancelExternal({ workflowId, runId }),
  }
  markMethods('call', methods, 'result', 'signal', 'cancel')
  return Object.freeze({ workflowId, runId, ...methods })
}

mark('call', child, startChild)
