import type { HistoryEvent, WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { decodeEvents } from '@reyield/data/internal'
import type { ClientContext } from '../calls/context.ts'
import { ifKnown, mapKnown, type Known } from '../port/swf-errors.ts'
import { listExecutions } from './list.ts'
import type { CallOptions, Swf } from '../port/swf.ts'

/** One run of an execution. */
export interface Run {
  readonly workflowId: string
  readonly runId: string
}

/** Look-ups of runs. */
export interface Look {
  describe(run: Run): Promise<Known<Described>>
  /** The first event, WorkflowExecutionStarted. Its input isn't decoded. */
  firstEvent(run: Run): Promise<Known<HistoryEvent>>
  /** The last event, decoded. It says how a closed run closed. */
  lastEvent(run: Run): Promise<Known<HistoryEvent>>
  /** The event that closed a run, decoded. Its answer is undefined if the run is open. */
  closingEvent(run: Run): Promise<Known<HistoryEvent | undefined>>
  /** A page of the history, decoded. */
  page(run: Run, nextPageToken?: string): Promise<Known<Page>>
  /** The open run of a workflow id, from a list that is eventually consistent. */
  open(workflowId: string): Promise<WorkflowExecutionInfo | undefined>
  /** The run of a workflow id that closed last. */
  lastClosed(workflowId: string): Promise<WorkflowExecutionInfo | undefined>
  /** The oldest run of a workflow id that SWF still has, apart from the run `butFor`. */
  oldest(workflowId: string, butFor: string): Promise<WorkflowExecutionInfo | undefined>
}

export type Described = Awaited<ReturnType<Swf['describeWorkflowExecution']>>

export interface Page {
  readonly events: readonly HistoryEvent[]
  readonly nextPageToken: string | undefined
}

/** Makes the look-ups of one call, with its options. */
export function lookWith({ swf, domain, pipeline, timers }: ClientContext, options: CallOptions): Look {
  const history = ({ workflowId, runId }: Run, how: object) =>
    ifKnown(
      domain,
      swf.getWorkflowExecutionHistory({ domain, execution: { workflowId, runId }, ...how }, options),
    )
  const decoded = ({ workflowId }: Run, events: readonly HistoryEvent[]) =>
    decodeEvents(events, { pipeline, context: { domain, workflowId } })
  const first = async (query: Parameters<typeof listExecutions>[2], oldestFirst = false, butFor?: string) => {
    const order = oldestFirst ? 'oldest first' : 'newest first'
    for await (const info of listExecutions(swf, domain, query, { ...options, order, pageSize: 2 }, timers)) {
      if (info.execution?.runId !== butFor) return info
    }
    return undefined
  }
  const open = (workflowId: string, butFor?: string) => first({ status: 'OPEN', workflowId }, false, butFor)
  return {
    describe: ({ workflowId, runId }) =>
      ifKnown(domain, swf.describeWorkflowExecution({ domain, execution: { workflowId, runId } }, options)),
    firstEvent: async run =>
      mapKnown(await history(run, { maximumPageSize: 1 }), ({ events }) => events![0]!),
    lastEvent: async run =>
      mapKnown(await history(run, newest), async ({ events }) => (await decoded(run, events!))[0]!),
    closingEvent: async run =>
      mapKnown(await history(run, newest), async ({ events }) =>
        isClosing(events![0]!) ? (await decoded(run, events!))[0] : undefined,
      ),
    page: async (run, nextPageToken) =>
      mapKnown(
        await history(run, nextPageToken === undefined ? {} : { nextPageToken }),
        async ({ events = [], nextPageToken }) => ({
          events: await decoded(run, events),
          nextPageToken,
        }),
      ),
    open,
    lastClosed: workflowId => first({ status: 'CLOSED', workflowId }),
    async oldest(workflowId, butFor) {
      const closed = await first({ status: 'CLOSED', workflowId, startedAfter: new Date(0) }, true, butFor)
      return closed ?? (await open(workflowId, butFor))
    },
  }
}

/** The parameters of GetWorkflowExecutionHistory for the newest event alone. */
const newest = { reverseOrder: true, maximumPageSize: 1 }

const closing = /^WorkflowExecution(Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/

/** Whether an event closes its run. */
const isClosing = ({ eventType }: HistoryEvent): boolean => closing.test(eventType ?? '')

/** The status of a run that closed with this event, as SWF calls it; undefined for other events. */
export const statusAfter = (event: HistoryEvent | undefined): string | undefined => {
  const [, status] = closing.exec(event?.eventType ?? '') ?? []
  return status?.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

/** The id of the new run in a WorkflowExecutionContinuedAsNew event; undefined for other events. */
export const continuedBy = (event: HistoryEvent | undefined): string | undefined =>
  event?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
