import { ReyieldError } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'

/** A type of workflow or activity, as SWF names it. */
export interface TypeRef {
  readonly name: string
  readonly version: string
}

/**
 * The worker's task list has a task of a type that this worker doesn't serve.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TYPE_UNREGISTERED')) console.error(error.message)
 * ```
 */
export class UnregisteredTypeError extends ReyieldError<'TYPE_UNREGISTERED'> {
  static {
    this.prototype.name = 'UnregisteredTypeError'
  }
  readonly type: TypeRef
  readonly served: readonly TypeRef[]
  constructor(kind: 'workflow' | 'activity', type: TypeRef, served: readonly TypeRef[], taskList: string) {
    super(
      'TYPE_UNREGISTERED',
      `This worker doesn't serve the ${kind} type ${show(type)}, which a task of task list '${taskList}' has. ` +
        `It serves ${served.map(show).join(', ') || 'none'}. Add the type to the worker's ${kind === 'workflow' ? 'workflows' : 'activities'}, ` +
        `or use another task list for the types of other workers`,
    )
    this.type = type
    this.served = served
  }
}

/**
 * The worker was stopped before it had begun an activity whose task it had received, usually because the task waited for the limits of its
 * type. The activity was never called. It's recorded as failed, and its retry policy decides about the next attempt.
 *
 * @example
 * ```ts
 * const resize = activity<Picture, string>('resize', {
 *   startToClose: '5m',
 *   retry: { maximumAttempts: 3, on: { ACTIVITY_UNSTARTED: { maximumAttempts: 20 } } },
 * })
 * ```
 */
export class UnstartedActivityError extends ReyieldError<'ACTIVITY_UNSTARTED'> {
  static {
    this.prototype.name = 'UnstartedActivityError'
  }
  constructor(type: TypeRef) {
    super(
      'ACTIVITY_UNSTARTED',
      `Activity ${show(type)} was not begun, since its worker was stopped. Nothing has been done, so another worker can do it: give the activity ` +
        'a retry policy',
    )
  }
}

/**
 * Code of a workflow caused an error that nothing catches: a promise rejected before it was awaited, or a callback of a timer
 * threw. `cause` is that error.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ERROR_UNCAUGHT')) console.error(error.message, error.cause)
 * ```
 */
export class UncaughtWorkflowError extends ReyieldError<'ERROR_UNCAUGHT'> {
  static {
    this.prototype.name = 'UncaughtWorkflowError'
  }
  constructor(workflow: string, cause: unknown) {
    super(
      'ERROR_UNCAUGHT',
      `Workflow '${workflow}' has caused an error that no code catches. ${whatAndWhere(cause)}, outside of what the workflow awaits: ` +
        `in a promise that rejects before it is awaited, or in a callback. Await the promise where it is created, or do this ` +
        `work in an activity`,
      { cause },
    )
  }
}

/**
 * An interceptor of decision tasks or of workers threw an error, or didn't call `next`. The task was decided all the same. `cause` is the
 * error.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'INTERCEPTOR_FAILED')) console.error(error.message, error.cause)
 * ```
 */
export class InterceptorError extends ReyieldError<'INTERCEPTOR_FAILED'> {
  static {
    this.prototype.name = 'InterceptorError'
  }
  constructor(interceptor: 'decision' | 'worker', problem: { readonly cause: unknown } | 'next not called') {
    const what =
      problem === 'next not called' ? 'It returned without calling next' : whatAndWhere(problem.cause)
    super(
      'INTERCEPTOR_FAILED',
      `A ${interceptor} interceptor has failed, and the worker has continued without it. ${what}. Correct the interceptor`,
      problem === 'next not called' ? {} : { cause: problem.cause },
    )
  }
}

/** The class of an error and the line that threw it. Its message isn't included, since it may quote a payload; see `cause`. */
export function whatAndWhere(error: unknown): string {
  try {
    if (!(error instanceof Error)) {
      const kind = describeType(error)
      return `${kind[0]!.toUpperCase()}${kind.slice(1)} was thrown`
    }
    const line = /^\s+at (?!.*(?:node:|<anonymous>)).*$/m.exec(error.stack ?? '')?.[0]
    return `${error.constructor.name} was thrown${line === undefined ? '' : ` ${line.trim()}`}`
  } catch {
    return 'Something was thrown'
  }
}

const show = ({ name, version }: TypeRef) => `'${name}' ${version}`
