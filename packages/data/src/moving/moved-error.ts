import { markRevived, revivedOf, type Revived } from '@reyield/workflow/internal'
import type { Envelope } from '../failures/envelope.ts'
import { flatValue } from '../failures/error-data.ts'
import { one, own, revivedBy } from '../failures/revived-error.ts'
import { isError, listOf, written } from '../failures/written-error.ts'
import { superjson } from '../serializers/superjson.ts'

/** A value as text, or what a failure records of one that superjson can't write. */
type Part = { readonly text: string | null } | { readonly flat?: unknown }

/** What an envelope of a moved error contains as its `data`. */
type Moved =
  | { readonly value: Part }
  | { readonly properties: Readonly<Record<string, Part>>; readonly revived?: Revived }

/** Members for which the envelope has its own members. */
const known: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'code'])

/**
 * Writes whatever was thrown for another thread of this process. Nothing leaves the process, so the text has all properties, also those
 * that a failure must not have. Never throws.
 *
 * @example
 * ```ts
 * port.postMessage({ error: movedError(error) })
 * ```
 */
export function movedError(error: unknown): string {
  return JSON.stringify(written(error, writing))
}

/**
 * Reads what `movedError` has written. A failure records the same of it as of the original. It isn't an instance of the original's class.
 *
 * @example
 * ```ts
 * port.on('message', ({ error }) => reject(arrivedError(error)))
 * ```
 */
export function arrivedError(text: string): unknown {
  return revivedBy(make, JSON.parse(text) as Envelope)
}

const writing = { stackOf: (stack: string) => stack, errorData: movedData }

function movedData(error: unknown): Moved {
  if (!isError(error)) return { value: partOf(error) }
  const isList = listOf(error) !== undefined
  const revived = revivedOf(error)
  const keys = Object.keys(error).filter(key => !known.has(key) && !(isList && key === 'errors'))
  const properties = Object.fromEntries(keys.map(key => [key, partAt(error, key, partOf)]))
  if (revived !== undefined && Object.hasOwn(error, 'data'))
    properties['data'] = partAt(error, 'data', recorded)
  return {
    properties,
    ...(revived === undefined ? {} : { revived }),
  }
}

function partAt(error: Error, key: string, part: (value: unknown) => Part): Part {
  try {
    return part((error as unknown as Record<string, unknown>)[key])
  } catch {
    return { flat: undefined } // a getter that throws
  }
}

/** The data of an error that was read from a history: JSON, unless a program has replaced it. */
function recorded(data: unknown): Part {
  try {
    return { flat: JSON.parse(JSON.stringify(data)) as unknown }
  } catch {
    return partOf(data)
  }
}

function partOf(value: unknown): Part {
  try {
    return { text: superjson.serialize(value) ?? null } // JSON leaves out undefined
  } catch {
    return { flat: flatValue(value) }
  }
}

const valueOf = (part: Part): unknown =>
  'text' in part ? superjson.deserialize(part.text ?? undefined) : part.flat

function make({ data, ...envelope }: Partial<Envelope>): unknown {
  const moved = data as Moved | undefined
  const { by, of, classes = [] } = envelope
  const here: Revived = {
    isReyields: by === 'reyield',
    classes,
    moved: true,
    ...(of === undefined ? {} : { of }),
  }
  if (moved === undefined || 'value' in moved) {
    const value = moved && valueOf(moved.value)
    if (moved === undefined || !('text' in moved.value)) return standIn(envelope, value, here)
    const isSame = written(value, writing).message === envelope.message // not if an object's prototype is lost
    return isSame ? value : standIn(envelope, flatValue(value), here)
  }
  const error = one(envelope)
  for (const [key, part] of Object.entries(moved.properties)) {
    const value = valueOf(part)
    if (moved.revived !== undefined && key === 'data') own(error, key, value)
    else Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: true })
  }
  markRevived(error, moved.revived ?? here)
  return error
}

/** Stands for what was thrown and is neither an error nor a value that could be moved. */
function standIn({ message, code }: Partial<Envelope>, value: unknown, info: Revived): object {
  const object = {
    message,
    ...(code === undefined ? {} : { code }),
    ...(value === undefined ? {} : { value }),
  }
  markRevived(object, info)
  return object
}
