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
  constructor(domain: string, name: string, version: string, cause: unknown) {
    super(
      'TYPE_DEPRECATED',
      `The workflow type '${name}' version '${version}' is deprecated in domain '${domain}': start a newer version`,
      { cause },
    )
  }
}

/**
 * An open execution has the workflow id.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'ALREADY_STARTED')) console.error(error.message)
 * ```
 */
export class AlreadyStartedError extends ReyieldError<'ALREADY_STARTED'> {
  readonly workflowId: string
  constructor(workflowId: string, cause: unknown) {
    super(
      'ALREADY_STARTED',
      `An open execution has the workflow id '${workflowId}' already: use its handle, or another id`,
      { cause },
    )
    this.workflowId = workflowId
  }
}

/**
 * A workflow is started without a task list, and its declaration has none.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'TASK_LIST_MISSING')) console.error(error.message)
 * ```
 */
export class MissingTaskListError extends ReyieldError<'TASK_LIST_MISSING'> {
  constructor(workflow: string) {
    super(
      'TASK_LIST_MISSING',
      `Workflow '${workflow}' is started without a task list: give taskList in its declaration or at the start, the one that its deciders poll`,
    )
  }
}

/**
 * No such execution, or its retention is over.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'EXECUTION_UNKNOWN')) console.error(error.message)
 * ```
 */
export class UnknownExecutionError extends ReyieldError<'EXECUTION_UNKNOWN'> {
  constructor(workflowId: string, runId: string, cause: unknown) {
    super(
      'EXECUTION_UNKNOWN',
      `There is no execution with workflow id '${workflowId}' and run id '${runId}', or its domain's retention has passed since it closed; one that has closed takes no signals and no requests`,
      { cause },
    )
  }
}
