import type { Signal } from '@reyield/workflow'
import type { ClientCallOptions } from '../calls/options.ts'
import type { ClientContext } from '../calls/context.ts'
import { ifKnown } from '../port/swf-errors.ts'
import { given, signalInput } from '../handle/make-handle.ts'
import type { CallOptions } from '../port/swf.ts'
import type { StartRequest } from './request.ts'
import type { StartSettings } from './settings.ts'
import { start } from './start.ts'

/** A signal, and how the execution is started if none is open under the workflow id. */
export type SignalWithStart<Input, Value> = Omit<StartSettings, 'workflowId'> &
  ClientCallOptions & {
    readonly workflowId: string
    readonly signal: Signal<Value>
  } & (undefined extends Value ? { readonly value?: Value } : { readonly value: Value }) &
  (Input extends void ? { readonly input?: undefined } : { readonly input: Input })

/** The first wait in milliseconds, which doubles, and the most rounds. In each, an execution has closed and another was started. */
const firstWait = 50
const rounds = 8

/**
 * Sends a signal to the open execution of a workflow id, or starts an execution with the signal in its input. Returns the run id if
 * it has started one, else undefined.
 *
 * @throws ExecutionAlreadyStartedError (EXECUTION_ALREADY_STARTED), and what `start` throws
 */
export async function signalOrStart<T>(
  context: ClientContext,
  request: StartRequest,
  channel: Signal<T>,
  written: string | undefined,
  options: CallOptions,
): Promise<string | undefined> {
  const { swf, domain, timers } = context
  const { workflowId } = request
  const { signalName } = channel
  const input = await signalInput(context, workflowId, channel, written)
  const signal = { domain, workflowId, signalName, ...given(input) }
  for (let round = 1, wait = firstWait; ; round++, wait *= 2) {
    const sent = await ifKnown(domain, swf.signalWorkflowExecution(signal, options))
    if ('answer' in sent) return undefined
    const started = await start(context, request, options)
    if ('runId' in started) return started.runId
    if (round === rounds) throw started.refused
    if (round > 1) await timers.sleep(wait, { signal: options.abortSignal })
  }
}
