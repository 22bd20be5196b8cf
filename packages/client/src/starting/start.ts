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

/** What came of a start: our run, or another execution has the workflow id. */
export type Started = { readonly runId: string } | { readonly refused: ExecutionAlreadyStartedError }

/**
 * Starts an execution. If the answer to an earlier try was lost, SWF may refuse its repetition because of the very execution
 * that the earlier one has started: then that is the answer.
 *
 * @throws UnknownDomainError, UnknownTypeError, DeprecatedTypeError, and SWF's other faults as they are
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

/** SWF's fault at a start as the error that says what to do. */
function startError(error: unknown, { domain, workflowType: { name, version } }: StartRequest): unknown {
  const fault = error as Error
  if (fault.name === 'TypeDeprecatedFault') return new DeprecatedTypeError(domain!, name, version, error)
  if (fault.name !== 'UnknownResourceFault') return error
  return isUnknownDomain(fault)
    ? new UnknownDomainError(domain!, error)
    : new UnknownTypeError(domain!, name, version, error)
}
