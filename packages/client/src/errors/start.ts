import { ReyieldError } from '@reyield/workflow'

/**
 * The domain isn't registered at the endpoint, in the region and account of the client.
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
      `The domain '${domain}' isn't registered at this endpoint: register it with register(swf, { domain })`,
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
  /** `version`: undefined if no version of the type is registered. */
  constructor(domain: string, name: string, version: string | undefined, cause: unknown) {
    super(
      'TYPE_UNKNOWN',
      `The workflow type '${name}'${version === undefined ? '' : ` version '${version}'`} isn't registered in domain '${domain}': ` +
        `register it with register(swf, { domain, workflows }), or start a worker that has it`,
      { cause },
    )
  }
}

/**
 * The workflow type is deprecated, so SWF starts no new executions of it.
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
 * An open execution already has the workflow id. With `ifRunning: 'use'`, it has another type, which is `running`.
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
        : `An open execution of another type already has the workflow id '${workflowId}'. It is ${text(types.running)}, but ` +
            `expected was ${text(types.wanted)}: choose another id, or use client.handle(…) with the running workflow`,
      { cause },
    )
    this.workflowId = workflowId
    this.running = types?.running
  }
}

/** The name and version of a workflow type. */
export interface WorkflowType {
  readonly name?: string | undefined
  readonly version?: string | undefined
}

const text = ({ name, version }: WorkflowType) => `'${name}' version '${version}'`

/**
 * A workflow was started without a task list, and its declaration has none.
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
      `Workflow '${workflow}' was started without a task list: set the taskList that its workers poll, in its declaration or at the start`,
    )
  }
}
