import { ReyieldError } from './reyield-error.ts'

/** One reason why a schema rejects a value. */
export interface SchemaIssue {
  /** Where in the value, for instance `$.items[3].price`. */
  readonly path: string
  /** The message of the schema's library, which may quote the value. */
  readonly message: string
}

/** The most paths that are shown and recorded. */
const mostPaths = 5

/**
 * A schema rejects a value: the input of a workflow, of a child or of an activity, or the value of a signal. The message and
 * `paths` say where, and contain nothing of the value.
 *
 * @example
 * ```ts
 * try {
 *   await client.start(order, input)
 * } catch (error) {
 *   if (isReyieldError(error, 'INPUT_INVALID')) console.error(error.paths, error.issues)
 * }
 * ```
 */
export class InvalidInputError extends ReyieldError<'INPUT_INVALID'> {
  static {
    this.prototype.name = 'InvalidInputError'
  }
  /** At most five places at which the schema rejects the value, for instance `$.items[3].price`. */
  readonly paths: readonly string[]
  /**
   * The issues that the schema has reported, if a client or an activity worker has asked it in this process. Otherwise they have
   * paths and empty messages. Not enumerable and never recorded, because libraries may quote the value.
   */
  declare readonly issues: readonly SchemaIssue[]
  constructor(what: string, issues: readonly SchemaIssue[]) {
    const paths = pathsOf(issues)
    super(
      'INPUT_INVALID',
      `${what} is invalid: its schema refuses ${paths.join(', ')}. Expected a value that the schema accepts: fix the sender or the schema`,
    )
    this.paths = paths
    Object.defineProperty(this, 'issues', { value: issues, enumerable: false })
  }
}

/** The distinct paths of issues, at most as many as are shown. */
export function pathsOf(issues: readonly SchemaIssue[]): string[] {
  return [...new Set(issues.map(({ path }) => path))].slice(0, mostPaths)
}

/**
 * A schema can't be used: it validates asynchronously, or it threw an error instead of returning a result. `cause` is that error.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'SCHEMA_UNUSABLE')) console.error(error.message, error.cause)
 * ```
 */
export class UnusableSchemaError extends ReyieldError<'SCHEMA_UNUSABLE'> {
  static {
    this.prototype.name = 'UnusableSchemaError'
  }
  constructor(what: string, problem: string, cause?: unknown) {
    super(
      'SCHEMA_UNUSABLE',
      `${what} can't be checked by its schema: ${problem}. Expected a schema that validates synchronously: do checks that take ` +
        `time in an activity`,
      cause === undefined ? undefined : { cause },
    )
  }
}
