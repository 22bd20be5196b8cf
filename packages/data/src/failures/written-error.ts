import { isReyieldError } from '@reyield/workflow'
import { classesOf, nameOf, printed, revivedOf } from '@reyield/workflow/internal'
import type { Envelope } from './envelope.ts'
import { chosenData, flatData, flatValue, type ErrorData } from './error-data.ts'

/** The options of `written`. */
export interface Writing {
  /** Shortens stacks. */
  readonly stackOf: (stack: string) => string
  readonly errorData: ErrorData | undefined
}

/** The most characters of a text that are written; more would never fit. */
const longestText = 40_000

/**
 * Limits of what is written: `causes` from the beginning and from the end of a chain, of which at most `walked` are read; `errors` of
 * one list; `lists` within each other; `written` errors in total.
 */
const most = { causes: 300, walked: 100_000, errors: 200, lists: 6, written: 2000 }

/** Makes the envelope of whatever was thrown. Each error is written once; after that its label is written. Never throws. */
export function written(error: unknown, writing: Writing): Envelope {
  const writer = new Writer(writing)
  const envelope = writer.chain(error, 0)
  return 'again' in envelope ? { name: '', message: '' } : envelope
}

class Writer {
  readonly #writing: Writing
  readonly #seen = new Map<object, Envelope>()
  #labels = 0
  #count = 0

  constructor(writing: Writing) {
    this.#writing = writing
  }

  /** An error and its causes. */
  chain(error: unknown, lists: number): Envelope | { again: number } {
    const met = this.#met(error)
    if (met !== undefined) return { again: met }
    const { errors, again } = chainOf(error, this.#seen)
    const first = errors.slice(0, most.causes)
    const last = errors.slice(most.causes).slice(-most.causes)
    const envelopes = [...first, ...last].map(one => this.#one(one))
    envelopes.forEach((envelope, index) => {
      const below = envelopes[index + 1]
      if (below !== undefined) envelope.cause = below
    })
    const omitted = errors.length - first.length - last.length
    if (omitted > 0) envelopes[most.causes - 1]!.omitted = omitted
    const target = again === undefined ? undefined : this.#met(again)
    if (target !== undefined) envelopes.at(-1)!.causeAgain = target
    ;[...first, ...last].forEach((one, index) => this.#list(one, envelopes[index]!, lists))
    return envelopes[0]!
  }

  /** The label of an error that has already been written. */
  #met(error: unknown): number | undefined {
    if (typeof error !== 'object' || error === null) return undefined
    const envelope = this.#seen.get(error)
    if (envelope === undefined) return undefined
    envelope.label ??= ++this.#labels
    return envelope.label
  }

  #one(error: unknown): Envelope {
    this.#count++
    const envelope = isError(error) ? this.#ofError(error) : this.#ofValue(error)
    if (typeof error === 'object' && error !== null) this.#seen.set(error, envelope)
    return envelope
  }

  #ofError(error: Error): Envelope {
    const revived = revivedOf(error)
    const code = read(error, 'code')
    const stack = read(error, 'stack')
    const classes = revived === undefined ? classesOf(error) : revived.classes
    return {
      name: limited(nameOf(error)),
      message: limited(messageOf(error)),
      ...codeOf(code, error),
      ...((revived?.isReyields ?? isReyieldError(error)) ? { by: 'reyield' } : {}),
      ...(revived?.of === undefined ? {} : { of: revived.of }),
      ...(classes === undefined || classes.length === 0
        ? {}
        : { classes: classes.map(name => name.slice(0, 256)) }),
      ...(typeof stack === 'string' ? { stack: limited(this.#writing.stackOf(stack)) } : {}),
      ...this.#data(error, () => {
        const carried = revived === undefined || revived.moved === true ? undefined : read(error, 'data')
        if (carried !== undefined && revived?.classes !== undefined) {
          return chosenData(
            error,
            () => carried,
            () => flatValue(carried),
          ) // the process that wrote it has chosen its data
        }
        return typeof carried === 'object' && carried !== null
          ? flatData(carried, none)
          : flatData(error, skippedOf(error))
      }),
    }
  }

  #ofValue(value: unknown): Envelope {
    const isObject = typeof value === 'object' && value !== null
    const message = isObject ? read(value, 'message') : undefined
    const revived = revivedOf(value)
    const classes = revived?.classes ?? classesOf(value)
    return {
      name: '',
      message: limited(typeof message === 'string' ? message : printed(value)),
      ...(isObject ? codeOf(read(value, 'code'), value) : {}),
      ...(classes.length === 0 ? {} : { classes }),
      ...this.#data(value, () => {
        const flat = revived === undefined ? flatValue(value) : read(value as object, 'value')
        return flat === undefined ? undefined : { value: flat }
      }),
    }
  }

  #data(error: unknown, byDefault: () => unknown): { data?: unknown } {
    const { errorData } = this.#writing
    const data = errorData === undefined ? byDefault() : chosenData(error, errorData, byDefault)
    return data === undefined ? {} : { data }
  }

  /** Adds the errors of an AggregateError and of errors like it. */
  #list(error: unknown, envelope: Envelope, lists: number): void {
    const errors = listOf(error)
    if (errors === undefined) return
    const kept: (Envelope | { again: number })[] = []
    for (const one of errors) {
      if (kept.length >= most.errors || lists >= most.lists || this.#count >= most.written) break
      kept.push(this.chain(one, lists + 1))
    }
    envelope.errors = kept
    if (errors.length > kept.length) envelope.more = errors.length - kept.length
  }
}

/** An error and its causes, up to one that has already been written (`again`). */
function chainOf(
  error: unknown,
  seen: ReadonlyMap<object, unknown>,
): { readonly errors: readonly unknown[]; readonly again: object | undefined } {
  const errors: unknown[] = []
  const here = new Set<unknown>()
  for (let at = error; ;) {
    errors.push(at)
    here.add(at)
    const cause = isError(at) ? read(at, 'cause') : undefined
    if (cause === undefined || errors.length >= most.walked) return { errors, again: undefined }
    if (typeof cause === 'object' && cause !== null && (here.has(cause) || seen.has(cause))) {
      return { errors, again: cause }
    }
    at = cause
  }
}

/** The member `errors` of an error, if it's an AggregateError, or if the list contains an error. */
export function listOf(error: unknown): readonly unknown[] | undefined {
  if (!isError(error)) return undefined
  const errors = read(error, 'errors')
  try {
    if (!Array.isArray(errors) || errors.length === 0) return undefined
    const list = Array.from({ length: Math.min(errors.length, most.walked) }, (_, index): unknown =>
      read(errors, String(index)),
    )
    const classes = revivedOf(error)?.classes ?? classesOf(error)
    return nameOf(error) === 'AggregateError' || classes.includes('AggregateError') || list.some(isError)
      ? list
      : undefined
  } catch {
    return undefined
  }
}

const none: ReadonlySet<string> = new Set()
const lists: ReadonlySet<string> = new Set(['errors'])
/** Members that Reyield's errors also have in their cause. */
const ofFailures: ReadonlySet<string> = new Set(['errors', 'reason', 'details'])

function skippedOf(error: Error): ReadonlySet<string> {
  if (isReyieldError(error) && isError(read(error, 'cause'))) return ofFailures
  return listOf(error) === undefined ? none : lists
}

/** Whether a value is an error, also of another realm, such as a test runner's sandbox. Never throws. */
export function isError(value: unknown): value is Error {
  try {
    return (
      value instanceof Error ||
      isReyieldError(value) ||
      Object.prototype.toString.call(value) === '[object Error]'
    )
  } catch {
    return false
  }
}

/** The code of an error. Numbers count only as own properties, because every DOMException inherits one. */
function codeOf(code: unknown, of: object): { code?: string | number } {
  if (typeof code === 'string') return { code }
  try {
    return typeof code === 'number' && Number.isFinite(code) && Object.hasOwn(of, 'code') ? { code } : {}
  } catch {
    return {}
  }
}

function messageOf(error: Error): string {
  try {
    return printed(error.message)
  } catch {
    return 'a message that can’t be read'
  }
}

const limited = (text: string) => (text.length > longestText ? text.slice(0, longestText) : text)

function read(from: object, key: string): unknown {
  try {
    return (from as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}
