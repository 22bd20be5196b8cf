import { mark } from '../stacks/marks.ts'
import type { ContextLike } from '../types/context-like.ts'
import { toSeconds, type Timeout } from '../duration.ts'
import { InvalidDefinitionError, MissingTimeoutError } from '../errors/definition.ts'
import { wrongValue } from '../errors/printed.ts'
import { checkName } from '../checks/names.ts'
import { made, OperationBase, type Operation } from '../operation.ts'
import { checkPriority } from '../checks/priority.ts'
import type { AnyFunction, Checked, Refused } from '../types/refused.ts'
import { retryData, type RetryData, type RetryPolicy } from '../retry/policy.ts'
import type { Serializer } from '../serializer.ts'

/** How an activity is called; SWF's names without the word Timeout. Each can be overridden at a call by `with`. */
export interface ActivityOptions {
  /** How long one attempt may take from its start. Required, as SWF has no sensible default. `NONE`: without limit. */
  startToClose: Timeout
  /** How long it may wait for a worker. Default `NONE`. */
  scheduleToStart?: Timeout
  /** How long waiting and working may take together. Default `NONE`. */
  scheduleToClose?: Timeout
  /** The longest silence between two heartbeats. Default `NONE`. */
  heartbeat?: Timeout
  /** The task list that its workers poll. Default: the task list of the workflow execution. */
  taskList?: string
  /** Version of the activity type. Default `'1.0'`. */
  version?: string
  /**
   * How often and when it is tried again after a failure or a timeout. Default: not at all. An execution keeps the policy
   * with which its first attempt was recorded.
   */
  retry?: RetryPolicy
  /** Higher goes first; -2147483648 to 2147483647. Default: that of the registered type, else 0. */
  priority?: number
  /**
   * What happens to the activity when nobody waits for it any more, because its branch has ended or a cancel was requested.
   * `try` (default): it's asked to cancel itself, and nobody waits. `wait`: it's asked to, and its end is awaited: the
   * branch ends, or the cancel is thrown, when it has closed. `abandon`: it runs on, its result is dropped.
   */
  cancellation?: Cancellation
  /** For workers in other languages: how input and result are written. Default: the workflow's serializer. */
  serializer?: Serializer
}

/** What is done with an activity or a child that nobody waits for any more. */
export type Cancellation = 'try' | 'wait' | 'abandon'

/** What can be said at a single call. */
export interface ActivityCallOptions extends Partial<ActivityOptions> {
  /**
   * An id of one's own instead of the number, for SWF's consoles and for other deciders. It may not begin with a digit
   * or `~`, and no other open activity of the execution may have it (ID_IN_USE).
   */
  id?: string
}

/** An activity call as data. Durations are SWF's seconds already. */
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

/** A function that describes a call of an activity. Calling it does nothing; `yield*` what it returns. */
export interface Activity<Input, Result> {
  (...input: undefined extends Input ? [input?: Input] : [input: Input]): ActivityOperation<Result>
  /** The same activity with other options. */
  with(options: ActivityCallOptions): Activity<Input, Result>
  readonly activityName: string
  readonly activityVersion: string
}

/** The callable side of an activity's implementation: what it takes is the input, what it resolves to the result. */
export type ActivityOf<F extends AnyFunction> = Checked<
  F,
  ContextLike,
  Activity<Parameters<F>['length'] extends 0 ? undefined : Parameters<F>[0], Awaited<ReturnType<F>>>
>

/**
 * The callable side of a module of activities: one for each exported function. What else it exports can't be called; classes
 * and types aren't activities.
 */
export type ActivitiesOf<Module> = {
  readonly [Name in keyof Module]: [Module[Name]] extends [AnyFunction]
    ? ActivityOf<Module[Name]>
    : Refused<'no activity: an activity is an exported function'>
}

/**
 * The callable side of a module of activities, typed by the module alone: nothing of it is loaded into the workflow.
 * The name of the activity type is the export's name.
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

/** `unknown` when the module's type was named; nothing is known of its activities otherwise. */
type NamedModule<Module> = unknown extends Module
  ? Refused<'name the type of the module: activities<typeof impl>(options); the functions themselves go to createWorker'>
  : unknown

/**
 * One activity by name, for types that have no module here (workers in other languages), or names that are no
 * identifiers.
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

type Fields = Omit<ActivityOperation<unknown>, keyof Operation<unknown> | 'input'> & { kind: 'activity' }

/** Member by member, as this is done for every call in every replay: copying objects takes thirty times as long. */
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
      `The activity id '${id}' begins with a digit or '~': those are the ids that Reyield gives; begin it with a letter`,
    )
  }
}

/** Gives the kind of cancellation back; throws InvalidDefinitionError for what is none. */
export function checkCancellation(cancellation: Cancellation, what: string): Cancellation {
  if (['try', 'wait', 'abandon'].includes(cancellation)) return cancellation
  throw new InvalidDefinitionError(
    `The cancellation of ${what} is ${wrongValue(cancellation)}: expected try, wait or abandon`,
  )
}

mark('call', activities, activity)
