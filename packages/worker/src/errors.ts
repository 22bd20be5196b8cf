import { ReyieldError } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'

/** A type of workflow or activity, as SWF names it. */
export interface TypeRef {
  readonly name: string
  readonly version: string
}

/**
 * A task of a type that this worker doesn't serve came over its task list.
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
      `A task of the ${kind} type ${show(type)} came over the task list '${taskList}', and this worker serves ` +
        `${served.map(show).join(', ') || 'none'}: add it to the worker's ${kind === 'workflow' ? 'workflows' : 'activities'}, ` +
        `or give types that other workers serve a task list of their own`,
    )
    this.type = type
    this.served = served
  }
}

/**
 * Code of a workflow left an error behind that nothing catches: a promise that rejects before it is awaited, a callback of a
 * timer that throws. `cause` is that error.
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
      `Workflow '${workflow}' has an error that no code catches. ${whatAndWhere(cause)}, outside of what the workflow awaits: ` +
        `in a promise that rejects before it is awaited, or in a callback. Await the promise where it is made, or do this ` +
        `work in an activity`,
      { cause },
    )
  }
}

/** The class of an error and the line that made it. Its message may quote a payload, so it is left to `cause`. */
function whatAndWhere(error: unknown): string {
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
