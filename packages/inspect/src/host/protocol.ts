import { isReyieldError, ReyieldError, type SchemaIssue } from '@reyield/workflow'
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

/**
 * The events of a run that the other process doesn't have yet, and why signals among them can't be decoded: that is known in the process only in
 * which the pipeline runs.
 */
export interface SentRun extends RecordedRun {
  /** The number of the run in this process. */
  readonly key: number
  /** How many events were sent before. 0: the run is new. */
  readonly from: number
  readonly unreadable: readonly { readonly eventId: number; readonly message: string }[]
}

/** An error as it is sent to the other process. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly code: string | undefined
  /** What a schema refuses. */
  readonly issues?: readonly SchemaIssue[]
}

/** Something that code of the user may have thrown, also if it can't be printed. */
export function sentError(error: unknown): SentError {
  try {
    const { name, message, code } = error as Partial<SentError>
    const issues = isReyieldError(error, 'INPUT_INVALID') ? { issues: error.issues } : {}
    return error instanceof Error
      ? {
          name: String(name),
          message: String(message),
          code: code === undefined ? undefined : String(code),
          ...issues,
        }
      : { name: 'Error', message: String(error), code: undefined }
  } catch {
    return { name: 'Error', message: 'something was thrown that cannot be printed', code: undefined }
  }
}

export function receivedError({ name, message, code, issues }: SentError): Error {
  const error =
    code !== undefined && code in catalogue
      ? new ReyieldError(code as keyof typeof catalogue, message)
      : Object.assign(new Error(message), code === undefined ? {} : { code })
  error.stack = `${name}: ${message}` // the frames of this process say nothing
  if (issues !== undefined) Object.defineProperty(error, 'issues', { value: issues, enumerable: false })
  return Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
}
