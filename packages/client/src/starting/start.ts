import type { ClientContext } from '../calls/context.ts'
import {
  ExecutionAlreadyStartedError,
  DeprecatedTypeError,
  UnknownDomainError,
  UnknownTypeError,
} from '../errors/start.ts'
import { isUnknownDomain } from '../port/swf-errors.ts'
import { mayHaveHappened } from '../port/retrying.ts'
import type { CallOptions } from '../port/swf.ts'
import { ownRun } from './own-run.ts'
import type { StartRequest } from './request.ts'

/** The outcome of a start: the run, or the error because another execution has the workflow id. */
export type Started = { readonly runId: string } | { readonly refused: ExecutionAlreadyStartedError }

/**
 * Starts an execution. If the response to an earlier try was lost, SWF may refuse the next try because of the execution that the
 * earlier one has started. Then that execution's run is returned.
 *
 * @throws UnknownDomainError, UnknownTypeError, DeprecatedTypeError, and other SWF errors unchanged
 */
export async function start(
  context: ClientContext,
  request: StartRequest,
  options: CallOptions,
): Promise<Started> {
  const begun = context.timers.now()
  try {
    const { runId } = await context.swf.startWorkflowExecution(request, options)
    return { runId: runId! }
  } catch (error) {
    if ((error as Error).name !== 'WorkflowExecutionAlreadyStartedFault') throw startError(error, request)
    const ours = mayHaveHappened(error) ? await ownRun(context, request, begun, options) : undefined
    return ours === undefined
      ? { refused: new ExecutionAlreadyStartedError(request.workflowId, error) }
      : { runId: ours }
  }
}

/** Converts an SWF error of a start to an error that says what to do. */
function startError(thrown: unknown, { domain, workflowType: { name, version } }: StartRequest): unknown {
  const error = thrown as Error
  if (error.name === 'TypeDeprecatedFault') return new DeprecatedTypeError(domain!, name, version, error)
  if (error.name !== 'UnknownResourceFault') return error
  return isUnknownDomain(error)
    ? new UnknownDomainError(domain!, error)
    : new UnknownTypeError(domain!, name, version, error)
}
