import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  checkLength,
  decodeEvents,
  decodePayload,
  encodePayload,
  readContext,
  type PayloadPipeline,
} from '@reyield/data'
import type { ChildPolicy, Serializer, Signal } from '@reyield/workflow'
import { UnknownDomainError, UnknownExecutionError } from './errors/start.ts'
import { isUnknownDomain } from './faults.ts'
import { outcomeOf } from './outcome.ts'
import type { CallOptions, Swf } from './swf.ts'
import type { Timers } from './timers.ts'

/** What SWF returns about an execution (DescribeWorkflowExecution), in the SDK's shape, and whether it is held. */
export type Description = Awaited<ReturnType<Swf['describeWorkflowExecution']>> & {
  /** Why its decision tasks can't be completed at present; `undefined` if they can, or if the execution is closed. */
  readonly held: HeldError | undefined
}

/** Why an execution is held: the error of its last decision task. */
export interface HeldError {
  readonly code: string
  readonly message: string
}

/** What a workflow says of itself. */
export interface WorkflowStatus<Status> {
  /** The last value of `status(value)`, also while the execution is held. */
  readonly status: Status | undefined
  /** Why the execution is held: its decision tasks can't be completed until a fixed decider is deployed. */
  readonly error: HeldError | undefined
}

/** The engine's own signal: workflows never see it. */
const nudgeSignal = '~nudge'

/** One run of an execution. */
export interface WorkflowHandle<Result> {
  readonly workflowId: string
  readonly runId: string
  /**
   * Waits until the execution has closed and gives its result; follows it when it continues as new.
   *
   * @throws WorkflowFailedError (WORKFLOW_FAILED), WorkflowCanceledError (WORKFLOW_CANCELED), WorkflowTerminatedError
   * (WORKFLOW_TERMINATED), WorkflowTimedOutError (WORKFLOW_TIMED_OUT), UnknownExecutionError (EXECUTION_UNKNOWN),
   * UnknownDomainError (DOMAIN_UNKNOWN), UnreadablePayloadError (PAYLOAD_UNREADABLE); the signal's reason when it is aborted
   */
  result(options?: CallOptions): Promise<Result>
  /** What SWF returns about it now, and why it is held. @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError */
  describe(options?: CallOptions): Promise<Description>
  /**
   * The last value of the workflow's `status(value)`; and the error that holds the execution, if its decision tasks can't be
   * completed. Deploying a fixed decider heals that; `nudge()` makes it try at once.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError, UnreadablePayloadError (PAYLOAD_UNREADABLE)
   * @example
   * ```ts
   * const { status, error } = await handle.status<{ step: string }>()
   * ```
   */
  status<Status = unknown>(options?: CallOptions): Promise<WorkflowStatus<Status>>
  /** All events so far, payloads decoded by the pipeline. @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError */
  history(options?: CallOptions): Promise<HistoryEvent[]>
  /** The pages of its history as they come, payloads decoded by the pipeline. */
  historyPages(options?: CallOptions): AsyncGenerator<readonly HistoryEvent[], void, undefined>
  /**
   * Sends a signal. Each call is one signal: a try that is repeated after a lost answer may send it twice.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one; UnserializablePayloadError, PayloadTooLongError
   */
  signal<T>(signal: Signal<T>, ...value: T extends void ? [value?: T] : [value: T]): Promise<void>
  /**
   * Ends the wait of a held execution: its deciders try again at once, for instance after a fix was deployed. Sends SWF a
   * signal (`~nudge`) that the workflow never sees; for an execution that isn't held it costs four events and changes nothing.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one; UnknownDomainError
   * @example
   * ```ts
   * const { error } = await handle.status()
   * if (error !== undefined) await handle.nudge()
   * ```
   */
  nudge(options?: CallOptions): Promise<void>
  /**
   * Asks the workflow to cancel itself; what it does is its own affair.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one
   */
  requestCancel(options?: CallOptions): Promise<void>
  /**
   * Closes the execution at once; the workflow hears nothing of it. `reason` up to 256 characters.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one
   */
  terminate(
    how?: { readonly reason?: string; readonly childPolicy?: ChildPolicy },
    options?: CallOptions,
  ): Promise<void>
}

/** What a handle works with. */
export interface HandleContext {
  readonly swf: Swf
  readonly domain: string
  readonly serializer: Serializer
  readonly pipeline: PayloadPipeline
  readonly timers: Timers
}

/** Waits between two looks at an execution: from 50 ms, doubling, to 5 s. */
const firstWait = 50
const longestWait = 5000

/** Makes the handle of one run. */
export function makeHandle<Result>(
  context: HandleContext,
  execution: { readonly workflowId: string; readonly runId: string },
): WorkflowHandle<Result> {
  const { swf, domain, pipeline } = context
  const { workflowId, runId } = execution

  const known = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call
    } catch (error) {
      if ((error as Error).name !== 'UnknownResourceFault') throw error
      if (isUnknownDomain(error as Error)) throw new UnknownDomainError(domain, error)
      throw new UnknownExecutionError(workflowId, runId, error)
    }
  }

  const describe = async (options?: CallOptions): Promise<Description> => {
    const described = await known(
      swf.describeWorkflowExecution({ domain, execution: { workflowId, runId } }, options),
    )
    const isOpen = described.executionInfo?.executionStatus !== 'CLOSED'
    return { ...described, held: isOpen ? readContext(described.latestExecutionContext).error : undefined }
  }

  async function* historyPages(
    options?: CallOptions,
  ): AsyncGenerator<readonly HistoryEvent[], void, undefined> {
    let nextPageToken: string | undefined
    do {
      const page = await known(
        swf.getWorkflowExecutionHistory(
          {
            domain,
            execution: { workflowId, runId },
            ...(nextPageToken === undefined ? {} : { nextPageToken }),
          },
          options,
        ),
      )
      yield await decodeEvents(page.events ?? [], pipeline)
      nextPageToken = page.nextPageToken
    } while (nextPageToken !== undefined)
  }

  /** The last event, which tells how it closed; newest first, so one event is enough. */
  const lastEvent = async (options?: CallOptions) => {
    const input = { domain, execution: { workflowId, runId }, reverseOrder: true, maximumPageSize: 1 }
    const { events } = await known(swf.getWorkflowExecutionHistory(input, options))
    const [event] = await decodeEvents(events ?? [], pipeline)
    return event!
  }

  return {
    workflowId,
    runId,
    describe,
    historyPages,
    async status<Status>(options?: CallOptions) {
      const { latestExecutionContext, held } = await describe(options)
      const text = await decodePayload(readContext(latestExecutionContext).status, pipeline)
      return { status: context.serializer.deserialize(text || undefined) as Status | undefined, error: held }
    },
    async history(options) {
      const events: HistoryEvent[] = []
      for await (const page of historyPages(options)) events.push(...page)
      return events
    },
    async signal(channel, ...[value]) {
      const text = await encodePayload((channel.serializer ?? context.serializer).serialize(value), pipeline)
      checkLength(text, `The input of signal '${channel.signalName}'`)
      const input = text === undefined ? {} : { input: text }
      await known(
        swf.signalWorkflowExecution({ domain, workflowId, runId, signalName: channel.signalName, ...input }),
      )
    },
    async nudge(options) {
      await known(
        swf.signalWorkflowExecution({ domain, workflowId, runId, signalName: nudgeSignal }, options),
      )
    },
    async requestCancel(options) {
      await known(swf.requestCancelWorkflowExecution({ domain, workflowId, runId }, options))
    },
    async terminate({ reason, childPolicy } = {}, options) {
      if (reason !== undefined) checkLength(reason, 'The reason of a termination', 256)
      const how = { ...(reason === undefined ? {} : { reason }), ...(childPolicy && { childPolicy }) }
      await known(swf.terminateWorkflowExecution({ domain, workflowId, runId, ...how }, options))
    },
    async result(options = {}) {
      await untilClosed(context, execution, describe, options)
      const outcome = outcomeOf(await lastEvent(options), execution, context.serializer)
      if ('continuedAs' in outcome) {
        return makeHandle<Result>(context, { workflowId, runId: outcome.continuedAs }).result(options)
      }
      return outcome.result as Result
    },
  }
}

async function untilClosed(
  { swf, domain, timers }: HandleContext,
  execution: { readonly workflowId: string; readonly runId: string },
  describe: (options?: CallOptions) => Promise<Description>,
  options: CallOptions,
): Promise<void> {
  for (let wait = firstWait; ; wait = Math.min(wait * 2, longestWait)) {
    const { executionInfo } = await describe(options)
    if (executionInfo?.executionStatus === 'CLOSED') return
    if (swf.closed === undefined) await timers.sleep(wait, { signal: options.abortSignal })
    else await swf.closed({ domain, ...execution }, options)
  }
}
