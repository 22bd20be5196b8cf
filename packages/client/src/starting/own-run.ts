import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { ClientContext } from '../calls/context.ts'
import { lookTwice } from '../runs/find.ts'
import { lookWith } from '../runs/look.ts'
import type { CallOptions } from '../port/swf.ts'
import type { StartRequest } from './request.ts'

/**
 * The run that a request has started whose answer was lost. It's ours only if its type and its recorded input are those of the
 * request, and it was started no earlier than the request was first sent, by the clock of this process. It may have continued
 * as new or closed since.
 */
export async function ownRun(
  context: ClientContext,
  request: StartRequest,
  begun: number,
  options: CallOptions,
): Promise<string | undefined> {
  const { workflowId } = request
  const look = lookWith(context, options)

  /** The run that began the chain of a run, if it's ours. */
  const rootOf = async (info: WorkflowExecutionInfo | undefined): Promise<string | undefined> => {
    for (let runId = info?.execution?.runId; runId !== undefined;) {
      const first = await look.firstEvent({ workflowId, runId })
      if ('unknown' in first || first.answer.eventTimestamp!.getTime() < begun) return undefined
      const { continuedExecutionRunId, parentWorkflowExecution, workflowType, input } =
        first.answer.workflowExecutionStartedEventAttributes!
      if (continuedExecutionRunId === undefined) {
        const isOurs =
          parentWorkflowExecution === undefined &&
          workflowType?.name === request.workflowType.name &&
          workflowType.version === request.workflowType.version &&
          input === request.input
        return isOurs ? runId : undefined
      }
      runId = continuedExecutionRunId
    }
    return undefined
  }

  return lookTwice(
    context,
    options,
    async () =>
      (await rootOf(await look.open(workflowId))) ?? (await rootOf(await look.lastClosed(workflowId))),
  )
}
