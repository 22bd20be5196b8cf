import type { HistoryEvent } from '@aws-sdk/client-swf'
import { markUnreadable, whyUnreadable } from '@reyield/data/internal'
import { UnreadablePayloadError } from '@reyield/data'
import { ReyieldError } from '@reyield/workflow'
import { catalogue } from '@reyield/workflow/internal'
import type { MomentOptions, RecordedRun } from '../code/replayer.ts'
import type { WrittenFor } from './loaded.ts'

/** What the host's process is to load. */
export interface Load {
  readonly do: 'load'
  /** Paths of modules. */
  readonly workflows: readonly string[]
  /** `superjson`, `json`, `text`, or the path of a module. */
  readonly serializer: string
  readonly guards: 'throw' | 'off'
}

/** A request to the host's process. Structured serialization keeps Dates. */
export type Request =
  | Load
  | { readonly do: 'moment'; readonly run: SentRun; readonly options: MomentOptions }
  | { readonly do: 'check'; readonly run: SentRun }
  | { readonly do: 'decisions'; readonly run: SentRun; readonly task: number }
  | { readonly do: 'source'; readonly file: string }
  | { readonly do: 'write'; readonly of: WrittenFor; readonly value: unknown }
  | { readonly do: 'activityTypes'; readonly modules: readonly string[] }

/** A request or its answer, with the number that connects them. Messages of the user's code have none. */
export interface Numbered<T> {
  readonly id: number
  readonly body: T
}

export type Answer = { readonly value: unknown } | { readonly error: SentError }

/** A run, and why signals of it can't be decoded: that is known in the process only in which the pipeline runs. */
export interface SentRun extends RecordedRun {
  readonly unreadable: readonly { readonly eventId: number; readonly message: string }[]
}

export const sentRun = ({ execution, events }: RecordedRun): SentRun => ({
  execution,
  events,
  unreadable: events.flatMap(event => {
    const problem = whyUnreadable(event)
    return problem === undefined ? [] : [{ eventId: event.eventId!, message: problem.message }]
  }),
})

export function receivedRun({ execution, events, unreadable }: SentRun): RecordedRun {
  const byId = new Map(events.map(event => [event.eventId, event]))
  for (const { eventId, message } of unreadable) {
    const event = byId.get(eventId) as HistoryEvent
    const error = new UnreadablePayloadError('pipeline', '', message)
    error.message = message
    markUnreadable(event, error)
  }
  return { execution, events }
}

/** An error as it is sent to the other process. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
}

/** Something that code of the user may have thrown, also if it can't be printed. */
export function sentError(error: unknown): SentError {
  try {
    const { name, message, code } = error as Partial<SentError>
    return error instanceof Error
      ? { name: String(name), message: String(message), code: code === undefined ? undefined : String(code) }
      : { name: 'Error', message: String(error), code: undefined }
  } catch {
    return { name: 'Error', message: 'something was thrown that cannot be printed', code: undefined }
  }
}

export function receivedError({ name, message, code }: SentError): Error {
  const error =
    code !== undefined && code in catalogue
      ? new ReyieldError(code as keyof typeof catalogue, message)
      : Object.assign(new Error(message), code === undefined ? {} : { code })
  error.stack = `${name}: ${message}` // the frames of this process say nothing
  return Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
}
