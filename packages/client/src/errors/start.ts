import { ReyieldError } from '@reyield/workflow'

/**
 * The domain isn't registered at that endpoint, in that region and account.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'DOMAIN_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownDomainError extends ReyieldError<'DOMAIN_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownDomainError'
  }
  constructor(domain: string, cause: unknown) {
    super(
      'DOMAIN_UNKNOWN',
      `The domain '${domain}' isn't registered there: register(swf, { domain }) makes it`,
      { cause },
    )
  }
}

/**
 * The workflow type isn't registered in the domain.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TYPE_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownTypeError extends ReyieldError<'TYPE_UNKNOWN'> {
  static {
    this.prototype.name = 'UnknownTypeError'
  }
  constructor(domain: string, name: string, version: string, cause: unknown) {
    super(
      'TYPE_UNKNOWN',
      `The workflow type '${name}' version '${version}' isn't registered in domain '${domain}': ` +
        `register(swf, { domain, workflows }) makes it, and so does starting a decider that has it`,
      { cause },
    )
  }
}

/**
 * The workflow type is deprecated.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TYPE_DEPRECATED')) console.error(error.message)
 * ```
 */
export class DeprecatedTypeError extends ReyieldError<'TYPE_DEPRECATED'> {
  static {
    this.prototype.name = 'DeprecatedTypeError'
  }
  constructor(domain: string, name: string, version: string, cause: unknown) {
    super(
      'TYPE_DEPRECATED',
      `The workflow type '${name}' version '${version}' is deprecated in domain '${domain}': start a newer version`,
      { cause },
    )
  }
}

/**
 * An open execution has the workflow id. `running` is its type where it was asked for (`ifRunning: 'use'`) and is another one.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'EXECUTION_ALREADY_STARTED')) console.error(error.message)
 * ```
 */
export class ExecutionAlreadyStartedError extends ReyieldError<'EXECUTION_ALREADY_STARTED'> {
  static {
    this.prototype.name = 'ExecutionAlreadyStartedError'
  }
  readonly workflowId: string
  readonly running: WorkflowType | undefined
  constructor(workflowId: string, cause: unknown, types?: { wanted: WorkflowType; running: WorkflowType }) {
    super(
      'EXECUTION_ALREADY_STARTED',
      types === undefined
        ? `An open execution already has the workflow id '${workflowId}'. Use its handle (client.handle(workflow, { workflowId })), ` +
            `start with ifRunning: 'use', or choose another id`
        : `An open execution of another type already has the workflow id '${workflowId}'. It is ${text(types.running)}, expected ` +
            `was ${text(types.wanted)}: choose another id, or use client.handle(…) with the workflow that is running`,
      { cause },
    )
    this.workflowId = workflowId
    this.running = types?.running
  }
}

/** Name and version as SWF has them. */
export interface WorkflowType {
  readonly name?: string | undefined
  readonly version?: string | undefined
}

const text = ({ name, version }: WorkflowType) => `'${name}' version '${version}'`

/**
 * A workflow is started without a task list, and its declaration has none.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TASK_LIST_MISSING')) console.error(error.message)
 * ```
 */
export class MissingTaskListError extends ReyieldError<'TASK_LIST_MISSING'> {
  static {
    this.prototype.name = 'MissingTaskListError'
  }
  constructor(workflow: string) {
    super(
      'TASK_LIST_MISSING',
      `Workflow '${workflow}' is started without a task list: give taskList in its declaration or at the start, the one that its deciders poll`,
    )
  }
}
