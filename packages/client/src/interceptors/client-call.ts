import type { StartSettings } from '../starting/settings.ts'
import type { Interceptor } from './interceptor.ts'

/** A call that starts an execution. Its result is the handle. */
export interface StartCall {
  readonly call: 'start'
  readonly domain: string
  readonly workflow: { readonly name: string; readonly version: string }
  readonly workflowId: string
  /** May be changed. */
  readonly input: unknown
  /** May be changed. The workflow id isn't taken from here. */
  readonly settings: StartSettings
}

/** A call that signals an execution, and starts it if it isn't open. Its result is the handle, which has a run id if it has started one. */
export interface SignalWithStartCall extends Omit<StartCall, 'call'> {
  readonly call: 'signalWithStart'
  /** The signal's name. */
  readonly signal: string
  /** The signal's value. May be changed. */
  readonly value: unknown
}

/** A call that sends a signal. */
export interface SignalCall {
  readonly call: 'signal'
  readonly domain: string
  readonly workflowId: string
  /** The newest run that the handle has found; undefined for a handle without a run id. */
  readonly runId: string | undefined
  /** The signal's name. */
  readonly signal: string
  /** The signal's value. May be changed. */
  readonly value: unknown
}

/** Any other call of a handle. Its result is that of the method. */
export interface HandleCall {
  readonly call: 'describe' | 'history' | 'nudge' | 'requestCancel' | 'result' | 'status' | 'terminate'
  readonly domain: string
  readonly workflowId: string
  /** The newest run that the handle has found; undefined for a handle without a run id. */
  readonly runId: string | undefined
}

/** A call about one activity task, of what `client.activity(…)` returns. */
export interface ActivityTaskCall {
  readonly call: 'completeActivity' | 'failActivity' | 'cancelActivity' | 'heartbeatActivity'
  readonly domain: string
  readonly activity: { readonly name: string; readonly version: string }
  /** The option of `client.activity`; undefined without it. */
  readonly workflowId: string | undefined
  /** Whoever has it can complete the task, so it doesn't belong into a log. */
  readonly taskToken: string
  /** The result, the error, or the details. May be changed. */
  readonly value: unknown
}

/** A call of a client or a handle. `call` says which method it is. */
export type ClientCall = StartCall | SignalWithStartCall | SignalCall | HandleCall | ActivityTaskCall

/**
 * A function around the calls of a client, of its handles and its activity tasks, except `list`, `count` and `historyPages`. `next` makes the call. What the
 * interceptor returns or throws is what the caller gets.
 *
 * @example
 * ```ts
 * const tagged: ClientInterceptor = (call, next) =>
 *   next(call.call === 'start' ? { ...call, settings: { ...call.settings, tags: ['web'] } } : call)
 * ```
 */
export type ClientInterceptor = Interceptor<ClientCall>

/** Makes a call within the interceptors of a client. */
export type Intercepted = <Call extends ClientCall, Result>(
  call: Call,
  make: (call: Call) => Promise<Result>,
) => Promise<Result>
