import { superjson } from '@reyield/data'
import { failureFromWire, type WireFailure } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { short, shown } from './shown.ts'

/** What a new run gets from the run before, besides its input. */
export interface Carrying {
  /** Signals that the workflow hasn't received, oldest first. */
  readonly signals: readonly { readonly signal: string; readonly input: unknown }[]
  /** Whether a cancel request arrived that the workflow hasn't handled. */
  readonly cancelRequested: boolean
}

/** What is known about the execution that the lines describe. */
export interface Known {
  readonly execution?: { readonly workflowId: string; readonly runId: string } | undefined
  readonly serializer?: Serializer
  /** The execution's. Lines show an activity's task list only if it is another one, and only if this one is known. */
  readonly taskList?: string | undefined
}

type Texts =
  | 'activityId'
  | 'cause'
  | 'control'
  | 'details'
  | 'executionContext'
  | 'id'
  | 'input'
  | 'markerName'
  | 'name'
  | 'reason'
  | 'result'
  | 'signalName'
  | 'startToFireTimeout'
  | 'timeoutType'
  | 'timerId'
  | 'workflowId'

/** SWF's `{ name, version }`. */
export interface Type {
  readonly name: string
  readonly version?: string
}

/** The attributes of events and decisions that lines use. */
export type Attributes = { readonly [Member in Texts]?: string } & {
  readonly activityType?: Type
  readonly workflowType?: Type
  readonly taskList?: { readonly name: string }
  readonly scheduledEventId?: number
  readonly startedEventId?: number
  readonly initiatedEventId?: number
}

/**
 * What is known of one execution so far: names of open operations, which lines use in place of ids, and how values are
 * shown.
 */
export class Glossary {
  readonly #known: Known
  readonly #names = new Map<string, string>()
  readonly #attempts = new Map<string, number>()
  readonly #hidden: readonly (readonly [RegExp, string])[]

  constructor(known: Known) {
    this.#known = known
    this.#hidden = hiddenOf(known.execution)
  }

  /** Names an operation in the following lines. The key is its kind and id, or the event that opened it. */
  name(key: Key, name: string): void {
    this.#names.set(key, name)
  }

  named(key: Key): string | undefined {
    return this.#names.get(key)
  }

  /** A retry timer has fired: the next schedule of this activity is that attempt. */
  retries(activityId: string, attempt: number): void {
    this.#attempts.set(activityId, attempt)
  }

  attemptOf(activityId: string): string {
    const attempt = this.#attempts.get(activityId)
    this.#attempts.delete(activityId)
    return attempt === undefined ? '' : `, attempt ${attempt}`
  }

  onTaskList(name: string | undefined): string {
    const { taskList } = this.#known
    return taskList === undefined || name === undefined || name === taskList ? '' : ` on '${name}'`
  }

  /** A payload, decoded if its serializer is known. Otherwise the text itself. */
  readonly read = (text: string | undefined, serializer = this.#known.serializer ?? superjson): unknown => {
    try {
      return serializer.deserialize(text)
    } catch {
      return text // another serializer wrote it
    }
  }

  /** A payload as text for a line. `undefined` if there is none. */
  payload(text: string | undefined, serializer?: Serializer): string | undefined {
    return this.value(this.read(text, serializer))
  }

  /** A value as text for a line. `undefined` stays `undefined`. */
  value(value: unknown): string | undefined {
    return value === undefined ? undefined : this.stable(shown(value))
  }

  /** The input of a run, and what the run before passed on with it. */
  carried(input: string | undefined, { signals, cancelRequested }: Carrying): string | undefined {
    const carried = [
      ...signals.map(({ signal, input: value }) => withPayload(`signal '${signal}'`, this.value(value))),
      ...(cancelRequested ? ['a cancel request'] : []),
    ]
    return carried.length === 0 ? input : `${input ?? 'undefined'}, carrying ${carried.join(', ')}`
  }

  failure(wire: WireFailure): string {
    const error = failureFromWire(wire)
    return this.stable(error === undefined ? (wire.reason ?? wire.details ?? 'no reason') : errorText(error))
  }

  /** Text without the ids that differ in another run or at another place in the program. */
  stable(text: string): string {
    return this.#hidden.reduce((rest, [found, instead]) => rest.replaceAll(found, instead), text)
  }
}

/** A kind and an id, or the event that opened it. */
export type Key = `${'activity' | 'timer' | 'execution'} ${string}` | `event ${number}`

/** A call as it would be written in code. `input` is `undefined` if it isn't known. */
export function callText(type: Type, input?: string): string {
  const version = type.version === undefined || type.version === '1.0' ? '' : `@${type.version}`
  return `${type.name}${version}${input === undefined ? '' : `(${input})`}`
}

/** A reference to an earlier call. */
export const referenceText = (type: Type, input: string | undefined): string =>
  callText(type, input === undefined ? undefined : short(input))

/** Text with a payload, if there is one. */
export const withPayload = (text: string, payload: string | undefined, between = ': '): string =>
  payload === undefined ? text : text + between + payload

/** An id that the workflow has chosen. Generated ids begin with a digit. */
export const ownId = (id: string | undefined): string =>
  id === undefined || /^[\d~]/.test(id) ? '' : ` '${id}'`

export function errorText({ name, message, cause }: Error): string {
  return `${name}: ${message}${cause instanceof Error && !message.includes(cause.message) ? ` (cause: ${errorText(cause)})` : ''}`
}

/** Replaces what differs in another run or at another place: run ids, default ids of children, ids in our messages. */
function hiddenOf(execution: Known['execution']): readonly (readonly [RegExp, string])[] {
  const place = String.raw`(?:\d+|0x[0-9a-f]{40})(?:\.\d+)*`
  return [
    ...(execution === undefined || execution.runId === ''
      ? []
      : ([
          [
            new RegExp(String.raw`${escaped(execution.workflowId)}\.[a-z2-7]{10}\.${place}`, 'g'),
            '<child id>',
          ],
          [new RegExp(`(?<![A-Za-z0-9])${escaped(execution.runId)}(?![A-Za-z0-9])`, 'g'), '<run id>'],
        ] as const)),
    [new RegExp(String.raw` \(id '${place}'\)`, 'g'), ''],
    [new RegExp(String.raw`\(id '${place}', `, 'g'), '('],
    [new RegExp(String.raw`\b(Timer '|Fork )${place}\b`, 'g'), '$1<id>'],
  ]
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
