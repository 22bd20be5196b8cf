import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CloseWaiters } from '../service/close-waiters.ts'
import { closingEvent, type RunOfDomain } from '../service/closed.ts'
import { SwfError } from '../model/swf-error.ts'
import { operations } from '../model/generated/shapes.ts'
import { fromDates, toDates } from '../model/timestamps.ts'
import type { Requests, Sequencer } from '../service/sequencer.ts'
import type { SdkCall, SdkMethod } from './sdk-types.ts'

type Action = keyof typeof operations

/**
 * Options of a call through the direct transport.
 *
 * @example
 * ```ts
 * const stop = new AbortController()
 * const poll = { domain: 'shop', taskList: { name: 'orders' } }
 * const task = await local.swf.pollForDecisionTask(poll, { abortSignal: stop.signal })
 * ```
 */
export interface DirectCallOptions {
  /** Aborts the call. An aborted poll gets no task. Default: the call can't be aborted. */
  readonly abortSignal?: AbortSignal
}

/**
 * SWF's actions as methods, for instance `startWorkflowExecution(input)`. Inputs, outputs and errors are those of the AWS SDK's
 * `SWF` client, so times are Dates.
 *
 * @example
 * ```ts
 * const { swf } = await createLocalSwf()
 * const { domainInfos } = await swf.listDomains({ registrationStatus: 'REGISTERED' })
 * ```
 */
export type DirectTransport = {
  readonly [Method in SdkMethod]: (
    input: SdkCall<Method>['input'],
    options?: DirectCallOptions,
  ) => Promise<SdkCall<Method>['output']>
} & {
  /** Clients read from it that an aborted poll loses no task: it either gets none, or returns the one that it got. */
  readonly abortablePolls: true
  /**
   * Resolves with the event that closes a run, when the run has closed. It's the last event of the run's history. The wait isn't an
   * action of Amazon SWF and isn't subject to rate limits.
   *
   * @throws LocalSwfError SERVER_CLOSED if the local SWF is closed first; UnknownResourceFault if the execution doesn't exist
   */
  closed(
    execution: { domain: string; workflowId: string; runId: string },
    options?: DirectCallOptions,
  ): Promise<HistoryEvent>
}

/**
 * The transport for the same process: no sockets and no bytes, but the same validation. Inputs and outputs are copied, so callers
 * can't change the state by accident. SWF errors are thrown as the AWS SDK throws them.
 */
export function directTransport(
  requests: Requests,
  sequencer: Sequencer,
  closeWaiters: CloseWaiters,
): DirectTransport {
  const call =
    (action: Action) =>
    async (input: unknown, { abortSignal }: DirectCallOptions = {}) => {
      try {
        abortSignal?.throwIfAborted()
        const response = await requests.request(action, fromDates(action, input ?? {}), {
          signal: abortSignal,
        })
        return toDates(action, response ?? {})
      } catch (error) {
        throw error instanceof SwfError ? sdkError(error) : error
      }
    }
  const calls = (Object.keys(operations) as Action[]).map(action => [
    `${action[0]!.toLowerCase()}${action.slice(1)}`,
    call(action),
  ])
  return Object.freeze({
    ...(Object.fromEntries(calls) as DirectTransport),
    abortablePolls: true as const,
    closed: async (run: RunOfDomain, { abortSignal }: DirectCallOptions = {}) => {
      try {
        abortSignal?.throwIfAborted()
        const event = await closingEvent(sequencer, closeWaiters, run, abortSignal)
        return (toDates('GetWorkflowExecutionHistory', { events: [event] }) as { events: [HistoryEvent] })
          .events[0]
      } catch (error) {
        throw error instanceof SwfError ? sdkError(error) : error
      }
    },
  })
}

/** Converts an SWF error to what the AWS SDK throws, including the SDK's text for an empty or missing message. */
function sdkError(error: SwfError): Error {
  return Object.assign(new Error(error.message || 'UnknownError'), {
    name: error.name,
    $fault: error.status < 500 ? ('client' as const) : ('server' as const),
    $metadata: { httpStatusCode: error.status, attempts: 1 },
  })
}
