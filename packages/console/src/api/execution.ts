import type { Branch, EventLine, ExecutionView, Moment, ReplayCheck, SourceLine } from '@reyield/inspect'
import type { RunRef, Wire } from './wire.ts'

/**
 * The parts of one run. Its address, `RUN`, is `/api/executions/<workflow id>/<run id>` (both percent-encoded), or `/api/files/<id>` for a
 * history from a file. The run id `latest` means the newest run.
 */

/** `GET RUN`: the run as it is now. */
export interface RunPage {
  readonly run: RunRef
  /** With source lines if the code is known; without the values of payloads. `branches` have no variables. */
  readonly view: Wire<ExecutionView>
  /** All runs of its chain that are known, oldest first, this one included. */
  readonly chain: readonly ChainRun[]
  /** The id of the event before which nothing changes any longer, for what a page keeps: the last event. */
  readonly lastEventId: number
  /** How the event that a step begins with is grouped: for each event the id of its step's first event. */
  readonly stepOf: Readonly<Record<number, number>>
  /** When each event happened, the first event first: milliseconds since the event before it, for the first one since 1970. */
  readonly times: readonly number[]
}

/** A run that continues another as new. */
export interface ChainRun extends RunRef {
  readonly state: string
  readonly started?: string
  readonly closed?: string
}

/** `GET RUN/moment?at=<event id>&reveal=1`: where each branch stood directly after an event. */
export interface MomentPage {
  /** Without the lines of steps, which don't change: `RunPage` has them. */
  readonly moment: Wire<Omit<Moment, 'lines' | 'eventLines'>>
  /** Whether `variables` were left out, because they are payloads and weren't revealed. */
  readonly redacted: boolean
  /** Why there are no branches: the code doesn't replay, or isn't known. */
  readonly error?: { readonly code: string; readonly message: string }
}

/** A branch as it is in JSON. */
export type WireBranch = Wire<Branch>

/** A source line as it is in JSON. */
export type WireSourceLine = Wire<SourceLine>

/**
 * `GET RUN/lines?from=<event id>&limit=<n>`: a part of the history. Each event has a line, so the first one is that of `from`: an event that
 * an event log folds into a later one (a decision task's schedule and start) has a line that says what it is.
 */
export interface LinesPage {
  readonly lines: readonly Wire<EventLine>[]
  readonly total: number
}

/** `GET RUN/search?text=…`: the ids of the events whose line, id or raw text without payloads contains a text, in order. */
export interface FoundEvents {
  readonly events: readonly number[]
}

/** `GET RUN/events/<event id>?reveal=1`: the event as SWF has it. */
export interface RawEvent {
  /** With the texts of payloads replaced by their sizes, if they weren't revealed. */
  readonly event: Readonly<Record<string, unknown>>
  /** The attributes that are payloads, with their sizes: `input`, `result`, `details`, … */
  readonly payloads: Readonly<Record<string, number>>
  readonly redacted: boolean
}

/** `GET RUN/payload?event=<event id>&of=<attribute>&reveal=1`: one payload, decoded. */
export interface PayloadPage {
  /** Characters as SWF stores them. */
  readonly size: number
  /** The names of the codecs that encoded it, outermost first. */
  readonly codecs: readonly string[]
  readonly redacted: boolean
  /** Of a text that can't be deserialized, the text. */
  readonly value?: ValueNode
  /** Why it can't be read: the code of the error. */
  readonly unreadable?: string
}

/** A value of JavaScript as a tree that JSON can carry. */
export type ValueNode =
  | { readonly is: 'null' | 'undefined' }
  | { readonly is: 'boolean'; readonly value: boolean }
  /** As JavaScript prints it, so `NaN` and `-0` have a text. */
  | {
      readonly is: 'number' | 'bigint' | 'date' | 'regexp' | 'url' | 'symbol'
      readonly text: string
    }
  /** `size`: the number of all characters, if the text is only the beginning. */
  | { readonly is: 'string'; readonly text: string; readonly size?: number }
  /** Fewer items than `size`: the others are left out, because the value is large. The same holds for entries. */
  | { readonly is: 'array' | 'set'; readonly size: number; readonly items: readonly ValueNode[] }
  | {
      readonly is: 'object' | 'error'
      /** The name of its class, if it isn't a plain object. */
      readonly of?: string
      readonly size: number
      readonly entries: readonly (readonly [key: string, value: ValueNode])[]
    }
  | {
      readonly is: 'map'
      readonly size: number
      readonly entries: readonly (readonly [key: ValueNode, value: ValueNode])[]
    }
  /** `text`: in hexadecimal digits, or the beginning of them. */
  | { readonly is: 'bytes'; readonly size: number; readonly text: string }
  /** It is contained in itself. */
  | { readonly is: 'circular' }

/** `GET RUN/source?file=<file>`: a source file in which steps or branches of this run have lines. Other files are refused. */
export interface SourcePage {
  readonly file: string
  readonly text: string
}

/** `GET RUN/check`: whether the code fits the history, at each decision task. */
export type CheckPage = Wire<ReplayCheck>

/** `GET RUN/decisions/<event id of DecisionTaskStarted>`: what history records, and what the code decides. */
export interface DecisionsPage {
  readonly recorded: readonly string[]
  /** Absent without code. */
  readonly decided?: readonly string[]
  /** A diff in lines, each beginning with `+`, `-` or a space; absent if both agree. */
  readonly diff?: readonly string[]
}
