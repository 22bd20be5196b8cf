import type { Swf } from '@reyield/client'
import { checkLength, encodePayload } from '@reyield/data/internal'
import type { CoderOf } from '../history/stored-history.ts'
import { decodedEvents } from '../live/decoded-events.ts'

/** A port that encodes the inputs of signals for their executions, and decodes those that histories record. */
export const signalingEncoded = (swf: Swf, coder: CoderOf): Swf => ({
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
})
