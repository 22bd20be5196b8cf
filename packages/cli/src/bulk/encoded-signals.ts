import type { Swf } from '@reyield/client'
import { checkLength, encodePayload, type PayloadCoder } from '@reyield/data/internal'
import type { CommandContext } from '../context/context.ts'
import { decodedEvents } from '@reyield/inspect/internal'
import type { BulkAction } from './action.ts'

/** What the input in the file of a plan is encoded with. A plan is for many executions, so it has the id of none: SWF has no empty ids. */
export const planCoder = async (context: CommandContext): Promise<PayloadCoder> =>
  (await context.coder())(undefined)

/**
 * The action of a plan, with a decoded input.
 *
 * @throws what the pipeline throws
 */
export async function decodedAction(context: CommandContext, action: BulkAction): Promise<BulkAction> {
  if (action.kind !== 'signal' || action.input === undefined) return action
  const { pipeline, context: ofPlan } = await planCoder(context)
  return { ...action, input: await pipeline.decode(action.input, ofPlan) }
}

/** A port that encodes the inputs of signals for their executions, and decodes those that histories record. */
export async function signalingEncoded(swf: Swf, context: CommandContext): Promise<Swf> {
  const coder = await context.coder()
  return {
    ...swf,
    async signalWorkflowExecution(request, options) {
      const { pipeline, context: payloadContext } = coder(request.workflowId)
      const input = await encodePayload(request.input, pipeline, payloadContext)
      checkLength(input, `The input of signal '${request.signalName}'`)
      return await swf.signalWorkflowExecution(
        { ...request, ...(input === undefined ? {} : { input }) },
        options,
      )
    },
    async getWorkflowExecutionHistory(request, options) {
      const page = await swf.getWorkflowExecutionHistory(request, options)
      const events = await decodedEvents(page.events ?? [], coder(request.execution?.workflowId))
      return { ...page, events: [...events] }
    },
  }
}
