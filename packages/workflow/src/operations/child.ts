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

/**
 * How a child workflow is started. Timeouts have SWF's names without the word Timeout. Defaults are those of the child's declaration.
 *
 * @example
 * ```ts
 * const parcel = yield* child(ship, order, { workflowId: `ship-${order.id}`, executionStartToClose: '7 days', tags: ['express'] })
 * ```
 */
export interface ChildOptions {
  /** Default: a unique id from the parent's workflow id, its run and the position of the call; it's the same in every replay. */
  workflowId?: string
  /** Default: the task list of the child's declaration, else that of this execution. */
  taskList?: string
  /** The longest time the child may take, at most one year. Default: that of its declaration. */
  executionStartToClose?: Duration
  /** The longest time a decider may take for one decision task of the child. Default: that of its declaration. */
  taskStartToClose?: Timeout
  /** What happens to the child's own children when it closes. Default: that of its declaration. */
  childPolicy?: ChildPolicy
  /** Up to 5 tags of up to 256 characters. Default none: the parent's tags aren't inherited. */
  tags?: readonly string[]
  /** Decision tasks of higher priority are handed out first; -2147483648 to 2147483647. Default: that of the registered type, else 0. */
  priority?: number
  /** The ARN of the IAM role with which SWF calls Lambda functions for the child. Default none. */
  lambdaRole?: string
  /**
   * What happens to the child when this workflow no longer waits for it, because a branch has ended or a cancel was requested.
   *
   * - `try` (default): the child is asked to cancel itself, and this workflow goes on at once.
   * - `wait`: the child is asked to cancel itself, and this workflow goes on when it has closed.
   * - `abandon`: the child isn't asked to stop.
   */
  cancellation?: Cancellation
}

/** The operation that `child` and `startChild` return. */
export interface ChildOperation<T> extends Operation<T> {
  readonly kind: 'child'
  /** True if it returns a handle as soon as the child has started (`startChild`), false if it returns the child's result. */
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
  /** The schema of the child's input. */
  readonly schema: AnySchema | undefined
}

/** The operation that waits for the result of a child that `startChild` has started. */
export interface ChildResultOperation<T> extends Operation<T> {
  readonly kind: 'childResult'
  /** For the engine only. */
  readonly child: object
}

/**
 * A child workflow that has started; `startChild` returns it.
 *
 * @example
 * ```ts
 * const shipping = yield* startChild(ship, order)
 * yield* shipping.signal(addressChanged, 'the neighbor')
 * const parcel = yield* shipping.result()
 * ```
 */
export interface ChildHandle<T> {
  readonly workflowId: string
  readonly runId: string
  /** Waits until the child has closed and returns its result. Throws as `child` does if it closed otherwise. May be called repeatedly. */
  result(): ChildResultOperation<T>
  /** Sends the child a signal and waits until SWF has delivered it; see `signalExternal`. */
  signal<V>(
    signal: Signal<V> | string,
    ...value: undefined extends V ? [value?: V] : [value: V]
  ): ExternalOperation
  /** Asks the child to cancel itself and waits until SWF has delivered the request; see `cancelExternal`. */
  requestCancel(): ExternalOperation
}

type Input<I> = undefined extends I ? [input?: I, options?: ChildOptions] : [input: I, options?: ChildOptions]

/**
 * Starts a child workflow and waits for its result. The child is an execution with a history of its own. If this workflow no
 * longer waits for it, the child is asked to cancel itself, unless the option `cancellation` says otherwise. When this execution
 * closes, SWF applies this execution's `childPolicy` to the child.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); at its `yield*` ChildFailedError
 * (CHILD_FAILED), ChildCanceledError (CHILD_CANCELED), ChildTimedOutError (CHILD_TIMED_OUT), ChildTerminatedError
 * (CHILD_TERMINATED), ChildNotStartedError (CHILD_NOT_STARTED)
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
 * Starts a child workflow and returns a handle as soon as the child has started. The handle waits for its result, signals it, or
 * asks it to cancel itself. The child runs on when the branch that started it ends. When this execution closes, SWF applies this
 * execution's `childPolicy` to the child.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); at its `yield*`
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

/** Makes the handle that `startChild` returns. Called by the engine. */
export function childHandle(
  execution: { readonly workflowId: string; readonly runId: string },
  child: object,
): ChildHandle<unknown> {
  const { workflowId, runId } = execution
  const methods = {
    result: () => operation<unknown, { kind: 'childResult'; child: object }>({ kind: 'childResult', child }),
    signal: (signal: Signal<never> | string, value?: unknown) =>
      signalExternal({ workflowId, runId }, signal as Signal<unknown>, value),
    requestCancel: () => cancelExternal({ workflowId, runId }),
  }
  markMethods('call', methods, 'result', 'signal', 'requestCancel')
  return Object.freeze({ workflowId, runId, ...methods })
}

mark('call', child, startChild)
