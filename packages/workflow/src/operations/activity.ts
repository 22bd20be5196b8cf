import { mark } from '../stacks/marks.ts'
import type { ContextLike } from '../types/context-like.ts'
import { toSeconds, type Timeout } from '../duration.ts'
import { InvalidDefinitionError, MissingTimeoutError } from '../errors/definition.ts'
import { wrongValue } from '../errors/printed.ts'
import { checkName } from '../checks/names.ts'
import { made, OperationBase, type Operation } from '../operation.ts'
import { checkPriority } from '../checks/priority.ts'
import type { ResultOf } from '../types/complete-later.ts'
import type { AnyFunction, Checked, Refused } from '../types/refused.ts'
import { retryData, type RetryData, type RetryPolicy } from '../retry/policy.ts'
import type { Serializer } from '../serializer.ts'

/**
 * How an activity is called. Timeouts have SWF's names without the word Timeout. `with` overrides single options.
 *
 * @example
 * ```ts
 * const { charge } = activities<typeof impl>({
 *   startToClose: '1m',
 *   scheduleToStart: '10m',
 *   retry: { maximumAttempts: 5, nonRetryable: ['CardExpiredError'] },
 * })
 * ```
 */
export interface ActivityOptions {
  /** The longest time of one attempt, from its start. Required, because SWF has no default. `NONE`: without limit. */
  startToClose: Timeout
  /** The longest time that the activity may wait for a worker. Default `NONE`. */
  scheduleToStart?: Timeout
  /** The longest time of one attempt including the wait for a worker. Default `NONE`. */
  scheduleToClose?: Timeout
  /** The longest time between two heartbeats of the activity. Default `NONE`. */
  heartbeat?: Timeout
  /** The task list that the activity's workers poll. Default: the task list of the workflow execution. */
  taskList?: string
  /** Version of the activity type. Default `'1.0'`. */
  version?: string
  /**
   * When and how often the activity is retried after a failure or a timeout. Default: never. An activity keeps the policy that was
   * recorded with its first attempt, also if the code changes.
   */
  retry?: RetryPolicy
  /** Tasks of higher priority are handed out first; -2147483648 to 2147483647. Default: that of the registered type, else 0. */
  priority?: number
  /**
   * What happens to the activity when the workflow no longer waits for it, because its branch has ended or a cancel was requested.
   *
   * - `try` (default): the activity is asked to cancel itself, and the workflow goes on at once.
   * - `wait`: the activity is asked to cancel itself, and the workflow goes on when it has closed.
   * - `abandon`: the activity isn't asked to stop. Its result is ignored.
   */
  cancellation?: Cancellation
  /** How input and result are written, for workers in other languages. Default: the workflow's serializer. */
  serializer?: Serializer
}

/** What happens to an activity or a child for which the workflow no longer waits. */
export type Cancellation = 'try' | 'wait' | 'abandon'

/**
 * The options of a single call.
 *
 * @example
 * ```ts
 * const receipt = yield* charge.with({ id: 'charge_7', startToClose: '5m' })(order)
 * ```
 */
export interface ActivityCallOptions extends Partial<ActivityOptions> {
  /**
   * An id for the SWF console and for other deciders. Default: a number. It may not begin with a digit or `~`, and no other open
   * activity of the execution may have it (ID_IN_USE).
   */
  id?: string
}

/** The operation that an activity call returns. Durations are in whole seconds, as the strings that SWF takes. */
export interface ActivityOperation<T> extends Operation<T> {
  readonly kind: 'activity'
  readonly name: string
  readonly version: string
  readonly input: unknown
  readonly id: string | undefined
  readonly taskList: string | undefined
  readonly startToClose: string
  readonly scheduleToStart: string
  readonly scheduleToClose: string
  readonly heartbeat: string
  readonly priority: string | undefined
  readonly retry: RetryData | undefined
  readonly cancellation: Cancellation
  readonly serializer: Serializer | undefined
}

/**
 * A function that describes a call of an activity. Calling it does nothing by itself: `yield*` what it returns.
 *
 * @example
 * ```ts
 * const receipt = yield* charge(order)
 * const other = yield* charge.with({ taskList: 'payments', id: 'second_charge' })(order)
 * ```
 */
export interface Activity<Input, Result> {
  (...input: undefined extends Input ? [input?: Input] : [input: Input]): ActivityOperation<Result>
  /** The same activity with other options. */
  with(options: ActivityCallOptions): Activity<Input, Result>
  readonly activityName: string
  readonly activityVersion: string
}

/** The type by which a workflow calls an activity, made from the type of its implementation. */
export type ActivityOf<F extends AnyFunction> = Checked<
  F,
  ContextLike,
  Activity<Parameters<F>['length'] extends 0 ? undefined : Parameters<F>[0], ResultOf<Awaited<ReturnType<F>>>>
>

/**
 * The types by which a workflow calls the activities of a module: one for each exported function. Other exports, such as classes,
 * are no activities and can't be called.
 */
export type ActivitiesOf<Module> = {
  readonly [Name in keyof Module]: [Module[Name]] extends [AnyFunction]
    ? ActivityOf<Module[Name]>
    : Refused<'no activity: an activity is an exported function'>
}

/**
 * Returns functions that call the activities of a module. Only the module's type is used: its code isn't loaded with the workflow.
 * The name of the activity type is the name of the exported function.
 *
 * @throws MissingTimeoutError (TIMEOUT_MISSING), InvalidDurationError (DURATION_INVALID), InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * import type * as impl from './activities.js'
 * const { charge, ship } = activities<typeof impl>({ startToClose: '5m' })
 * // in a workflow: const receipt = yield* charge(order)
 * ```
 */
export function activities<Module>(options: ActivityOptions & NamedModule<Module>): ActivitiesOf<Module> {
  checkOptions('activities()', options)
  const known = new Map<string, unknown>()
  return new Proxy(Object.freeze({}), {
    get(_, name) {
      if (typeof name !== 'string' || name === 'then') return undefined
      if (!known.has(name)) known.set(name, activity(name, options))
      return known.get(name)
    },
  }) as ActivitiesOf<Module>
}

/** `unknown` if the type of the module was given as a type argument, else the reason why it must be. */
type NamedModule<Module> = unknown extends Module
  ? Refused<'name the type of the module: activities<typeof impl>(options); the functions themselves go to createWorker'>
  : unknown

/**
 * Returns a function that calls one activity by its name: for workers in other languages, or names that are no identifiers.
 *
 * @throws MissingTimeoutError (TIMEOUT_MISSING), InvalidDurationError (DURATION_INVALID), InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * const resize = activity<{ url: string }, string>('image.resize', { startToClose: '1m', taskList: 'python' })
 * ```
 */
export function activity<Input = unknown, Result = unknown>(
  name: string,
  options: ActivityOptions & { id?: string },
): Activity<Input, Result> {
  checkName(name, "The activity's name")
  checkOptions(name, options)
  const version = checkName(options.version ?? '1.0', `The version of activity '${name}'`, 64)
  if (options.id !== undefined) checkOwnId(options.id)
  const fields = {
    kind: 'activity' as const,
    name,
    version,
    id: options.id,
    taskList:
      options.taskList === undefined
        ? undefined
        : checkName(options.taskList, `The task list of activity '${name}'`),
    startToClose: toSeconds(options.startToClose, `startToClose of activity '${name}'`),
    scheduleToStart: toSeconds(options.scheduleToStart ?? 'NONE', `scheduleToStart of activity '${name}'`),
    scheduleToClose: toSeconds(options.scheduleToClose ?? 'NONE', `scheduleToClose of activity '${name}'`),
    heartbeat: toSeconds(options.heartbeat ?? 'NONE', `heartbeat of activity '${name}'`),
    priority:
      options.priority === undefined ? undefined : checkPriority(options.priority, `activity '${name}'`),
    cancellation: checkCancellation(options.cancellation ?? 'try', `activity '${name}'`),
    retry: options.retry === undefined ? undefined : retryData(options.retry, `activity '${name}'`),
    serializer: options.serializer,
  }
  const call = (input?: Input): ActivityOperation<Result> =>
    made(new ActivityCall(fields, input), call) as unknown as ActivityOperation<Result>
  const withMore = (more: ActivityCallOptions) => activity<Input, Result>(name, { ...options, ...more })
  mark('call', withMore)
  return Object.freeze(
    Object.assign(call, {
      with: withMore,
      activityName: name,
      activityVersion: version,
    }),
  )
}

/** The serializer of an activity's declaration. */
export const serializerOf = (activity: Activity<never, unknown>): Serializer | undefined =>
  (activity as unknown as () => ActivityOperation<unknown>)().serializer

type Fields = Omit<ActivityOperation<unknown>, keyof Operation<unknown> | 'input'> & { kind: 'activity' }

/** Members are assigned one by one, because this runs for every call in every replay. Copying objects takes thirty times as long. */
class ActivityCall extends OperationBase implements Fields {
  readonly kind = 'activity'
  readonly name
  readonly version
  readonly input
  readonly id
  readonly taskList
  readonly startToClose
  readonly scheduleToStart
  readonly scheduleToClose
  readonly heartbeat
  readonly priority
  readonly cancellation
  readonly retry
  readonly serializer
  constructor(fields: Fields, input: unknown) {
    super()
    this.name = fields.name
    this.version = fields.version
    this.input = input
    this.id = fields.id
    this.taskList = fields.taskList
    this.startToClose = fields.startToClose
    this.scheduleToStart = fields.scheduleToStart
    this.scheduleToClose = fields.scheduleToClose
    this.heartbeat = fields.heartbeat
    this.priority = fields.priority
    this.cancellation = fields.cancellation
    this.retry = fields.retry
    this.serializer = fields.serializer
  }
}

function checkOptions(name: string, options: ActivityOptions | undefined): void {
  if (options?.startToClose === undefined) throw new MissingTimeoutError(name, 'startToClose')
}

function checkOwnId(id: string): void {
  checkName(id, 'The activity id')
  if (/^[\d~]/.test(id)) {
    throw new InvalidDefinitionError(
      `The activity id '${id}' begins with a digit or '~', as Reyield's own ids do: begin it with a letter`,
    )
  }
}

/** Returns the kind of cancellation. Throws InvalidDefinitionError if there is no such kind. */
export function checkCancellation(cancellation: Cancellation, what: string): Cancellation {
  if (['try', 'wait', 'abandon'].includes(cancellation)) return cancellation
  throw new InvalidDefinitionError(
    `The cancellation of ${what} is ${wrongValue(cancellation)}: expected try, wait or abandon`,
  )
}

mark('call', activities, activity)
