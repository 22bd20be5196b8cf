import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { ClientContext } from '../calls/context.ts'
import { lookTwice } from '../runs/find.ts'
import { lookWith } from '../runs/look.ts'
import type { CallOptions } from '../port/swf.ts'
import type { StartRequest } from './request.ts'

/**
 * Finds the run that a request has started although its response was lost. It must have the request's type and recorded input, and
 * must not have started before the request was first sent, by the clock of this process. It may have continued as new or closed
 * since.
 */
export async function ownRun(
  context: ClientContext,
  request: StartRequest,
  begun: number,
  options: CallOptions,
): Promise<string | undefined> {
  const { workflowId } = request
  const look = lookWith(context, options)

  /** The first run of a run's chain, if the request has started it. */
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
