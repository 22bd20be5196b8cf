import { types } from 'node:util'
import type { CloseWaiters } from '../service/close-waiters.ts'
import { SwfError } from '../model/swf-error.ts'
import { serialization } from '../model/swf-errors.ts'
import { operations } from '../model/generated/shapes.ts'
import { fromDates, toDates } from '../model/timestamps.ts'
import type { Requests, Sequencer } from '../service/sequencer.ts'
import type { SdkCall, SdkMethod } from './sdk-types.ts'

type Action = keyof typeof operations

/** What a call takes beside its input. */
export interface DirectCallOptions {
  /** Aborts the call; a poll that is aborted is given no task. */
  readonly abortSignal?: AbortSignal
}

/** SWF's actions as methods, `startWorkflowExecution(input)`, in the AWS SDK's shapes: times are Date. */
export type DirectTransport = {
  readonly [Method in SdkMethod]: (
    input: SdkCall<Method>['input'],
    options?: DirectCallOptions,
  ) => Promise<SdkCall<Method>['output']>
} & {
  /** A poll that is aborted is given no task, and one that was given a task is answered all the same. */
  readonly abortablePolls: true
  /** Resolves when an execution has closed; at once if it is closed already. */
  closed(
    execution: { domain: string; workflowId: string; runId: string },
    options?: DirectCallOptions,
  ): Promise<void>
}

/**
 * The transport for the same process: no bytes, no sockets; the same strictness. What it gives and takes is copied, so that
 * nobody changes the state by accident. Faults are Errors as the AWS SDK throws them.
 */
export function directTransport(
  requests: Requests,
  sequencer: Sequencer,
  closeWaiters: CloseWaiters,
): DirectTransport {
  const call =
    (action: Action, through = requests) =>
    async (input: unknown, { abortSignal }: DirectCallOptions = {}) => {
      try {
        abortSignal?.throwIfAborted()
        const response = await through.request(action, fromDates(action, copy(input ?? {})), {
          signal: abortSignal,
        })
        return toDates(action, copy(response ?? {}))
      } catch (error) {
        throw error instanceof SwfError ? sdkError(error) : error
      }
    }
  const calls = (Object.keys(operations) as Action[]).map(action => [
    `${action[0]!.toLowerCase()}${action.slice(1)}`,
    call(action),
  ])
  const describe = call('DescribeWorkflowExecution', sequencer)
  return Object.freeze({
    ...(Object.fromEntries(calls) as DirectTransport),
    abortablePolls: true as const,
    async closed(
      { domain, workflowId, runId }: { domain: string; workflowId: string; runId: string },
      { abortSignal }: DirectCallOptions = {},
    ) {
      const done = new AbortController()
      const signal = abortSignal === undefined ? done.signal : AbortSignal.any([abortSignal, done.signal])
      const closed = closeWaiters.wait(runId, signal)
      closed.catch(() => undefined)
      try {
        const { executionInfo } = (await describe({ domain, execution: { workflowId, runId } })) as {
          executionInfo: { executionStatus: string }
        }
        if (executionInfo.executionStatus === 'OPEN') await closed
      } finally {
        done.abort()
      }
    },
  })
}

/** As the AWS SDK throws a error; its own text stands for a message that is empty or missing. */
function sdkError(error: SwfError): Error {
  return Object.assign(new Error(error.message || 'UnknownError'), {
    name: error.name,
    $fault: error.status < 500 ? ('client' as const) : ('server' as const),
    $metadata: { httpStatusCode: error.status, attempts: 1 },
  })
}

/** No input of SWF's is nested half as deeply. */
const deepest = 50

/** A deep copy of what JSON carries, and of dates; undefined members are left out, as JSON does. */
function copy(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || types.isDate(value)) return value
  if (depth > deepest) throw serialization('The input is nested too deeply')
  if (Array.isArray(value)) return value.map(member => copy(member, depth + 1))
  const copied: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined && key !== '__proto__') copied[key] = copy(member, depth + 1)
  }
  return copied
}
