import { ReyieldError } from './reyield-error.ts'

/** One thing that a schema refuses. */
export interface SchemaIssue {
  /** Where: `$.items[3].price`. */
  readonly path: string
  /** The schema's own words. Libraries may quote the value in them. */
  readonly message: string
}

/** More paths than these are neither shown nor recorded. */
const mostPaths = 5

/**
 * A value that a schema refuses: the input of a workflow, of a child or of an activity, or what a signal carries. The message
 * and `paths` say where, and nothing of the value.
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
  /** Where the schema refuses the value, at most five places: `$.items[3].price`. */
  readonly paths: readonly string[]
  /**
   * What the schema says, where it was asked in this process by a client or an activity worker; else only where, with an empty
   * message. Not enumerable and never recorded, since libraries may quote the value.
   */
  declare readonly issues: readonly SchemaIssue[]
  constructor(what: string, issues: readonly SchemaIssue[]) {
    const paths = pathsOf(issues)
    super(
      'INPUT_INVALID',
      `${what} is invalid: its schema refuses ${paths.join(', ')}. Expected a value that the schema takes: correct the sender, or the schema`,
    )
    this.paths = paths
    Object.defineProperty(this, 'issues', { value: issues, enumerable: false })
  }
}

/** The distinct paths of issues, as many as are shown. */
export function pathsOf(issues: readonly SchemaIssue[]): string[] {
  return [...new Set(issues.map(({ path }) => path))].slice(0, mostPaths)
}

/**
 * A schema that can't be used: it validates asynchronously, or it threw an error instead of refusing. `cause` is that error.
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
      `${what} can't be checked by its schema: ${problem}. Expected a schema that answers at once: checks that take ` +
        `time belong into an activity`,
      cause === undefined ? undefined : { cause },
    )
  }
}
