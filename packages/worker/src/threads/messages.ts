import type { MovedValue } from '@reyield/data/internal'
import type { LogLevel } from '../logging/logger.ts'
import type { MovedFields } from './moved-fields.ts'

/** What a thread gets when it's started. */
export interface ThreadData {
  /** The module of the activities, as a `file:` URL. */
  readonly module: string
  /** The module of the serializer, as a `file:` URL. Undefined: values are moved without one. */
  readonly serializer: string | undefined
  /** How many messages the main thread has sent, as one 32-bit number. A function that never waits can see that there are new ones. */
  readonly sent: SharedArrayBuffer
}

/** The name of a function in its module: one of them, in this order. */
export type ExportNames = readonly string[]

/** The members of an activity's context that are data. Outside a worker, some may be missing. */
export interface ContextData {
  readonly activityId?: string
  readonly activityType?: { readonly name: string; readonly version: string }
  readonly workflowExecution?: { readonly workflowId: string; readonly runId: string }
  readonly taskToken?: string
}

/** Why a signal was aborted: the message and name of a DOMException, or another reason as `movedError` writes it. */
export type MovedReason =
  | { readonly dom: readonly [message: string, name: string] }
  | { readonly error: string }

/** The signals of an activity's context. */
export type SignalName = 'signal' | 'stopping'

/** What is asked of a thread: to call a function, or only to look whether its module has it. */
export type Request = { readonly job: number; readonly names: ExportNames } & (
  | { readonly kind: 'look' }
  | {
      readonly kind: 'call'
      readonly input: MovedValue
      readonly context: ContextData
      readonly aborted: Readonly<Partial<Record<SignalName, MovedReason>>>
    }
)

/** What the main thread sends. */
export type ToThread =
  | Request
  | { readonly kind: 'abort'; readonly job: number; readonly which: SignalName; readonly reason: MovedReason }
  /** The response to a heartbeat; `error` if it was rejected. */
  | { readonly kind: 'beaten'; readonly job: number; readonly beat: number; readonly error?: string }

/** What a thread sends. */
export type FromThread = { readonly job: number } & (
  | { readonly kind: 'returned'; readonly value: MovedResult }
  /** `of`: the function has returned a value that can't be moved. */
  | { readonly kind: 'threw'; readonly error: string; readonly of?: 'result' }
  /** The function couldn't be called. */
  | { readonly kind: 'unusable'; readonly problem: string; readonly error?: string }
  | { readonly kind: 'heartbeat'; readonly beat: number; readonly details: MovedValue }
  | {
      readonly kind: 'log'
      readonly level: LogLevel
      readonly message: string
      readonly fields?: MovedFields
    }
  /** No code caught an error of the function. */
  | { readonly kind: 'uncaught'; readonly error: string }
)

/** The result of a function. `later`: it has returned `completeLater()`. */
export type MovedResult = MovedValue | { readonly later: true }
