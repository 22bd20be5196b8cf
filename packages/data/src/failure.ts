import { isReyieldError } from '@reyield/workflow'
import { cut, fitting, head, type Envelope } from './envelope.ts'

/** SWF's members for a failure: at most 256 and 32,768 characters (Amazon SWF API reference). */
export interface WireFailure {
  readonly reason?: string | undefined
  readonly details?: string | undefined
}

const mostReason = 256
const format = 1
const deepest = 8

/**
 * A failure as SWF carries it. `reason` is `<ClassName>: <message>`, readable by people and by other deciders; `details`
 * is the envelope `{"reyield":1,"name","message","code","stack","cause","data"}`, trimmed until it fits: stacks
 * first, then causes and data, then the message, strings from their middle. Never throws, whatever was thrown. `stackOf` may shorten stacks.
 *
 * @example
 * ```ts
 * failureToWire(new RangeError('too much')).reason // 'RangeError: too much'
 * ```
 */
export function failureToWire(
  error: unknown,
  stackOf: (stack: string) => string = whole,
): { reason: string; details: string } {
  const envelope: Envelope = { reyield: format, ...envelopeOf(error, deepest, new Set(), stackOf) }
  const reason = envelope.name === '' ? envelope.message : `${envelope.name}: ${envelope.message}`
  return { reason: head(reason, mostReason), details: fitting(envelope) }
}

/**
 * The error of a failure that Reyield wrote: `name`, `message`, `stack`, `code`, `data` and the chain of causes.
 * `undefined` for what another program wrote; use `reason` and `details` as they are then.
 *
 * @example
 * ```ts
 * const error = failureFromWire({ reason, details }) ?? new Error(reason)
 * ```
 */
export function failureFromWire({ details }: WireFailure): Error | undefined {
  if (details === undefined) return undefined
  try {
    const envelope = JSON.parse(details) as Partial<Envelope> | null
    return envelope?.reyield === format ? errorOf(envelope) : undefined
  } catch {
    return undefined
  }
}

const whole = (stack: string) => stack

function envelopeOf(
  error: unknown,
  depth: number,
  seen: Set<unknown>,
  stackOf: (stack: string) => string,
): Envelope {
  if (!isError(error)) return { name: '', message: printed(error), ...dataOf({ value: error }) }
  seen.add(error)
  const name = read(error, 'name')
  const { code, ...data } = extras(error)
  const stack = read(error, 'stack')
  const cause = read(error, 'cause')
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: printed(read(error, 'message')),
    ...(typeof code === 'string' || Number.isFinite(code) ? { code: code as string | number } : {}),
    ...(typeof stack === 'string' ? { stack: stackOf(stack) } : {}),
    ...(cause === undefined || depth === 0 || seen.has(cause)
      ? {}
      : { cause: envelopeOf(cause, depth - 1, seen, stackOf) }),
    ...dataOf(data),
  }
}

/** Also errors of other realms, as a test runner's sandbox has them. */
function isError(value: unknown): value is Error {
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

/** The code, and own enumerable properties beside the known ones. */
function extras(error: Error): Record<string, unknown> {
  const inherited = read(error, 'code')
  const code = typeof inherited === 'string' ? { code: inherited } : {}
  try {
    const names = Object.keys(error).filter(key => !known.has(key))
    return { ...code, ...Object.fromEntries(names.map(key => [key, read(error, key)])) }
  } catch {
    return code
  }
}

const known = new Set(['name', 'message', 'stack', 'cause'])

/** What JSON can carry of it, property by property, if anything. */
function dataOf(data: Record<string, unknown>): { data?: unknown } {
  const kept = Object.entries(data).flatMap(([key, value]): [string, unknown][] => {
    try {
      const text = JSON.stringify(value) as string | undefined
      return text === undefined ? [] : [[key, JSON.parse(text) as unknown]]
    } catch {
      return []
    }
  })
  return kept.length === 0 ? {} : { data: Object.fromEntries(kept) }
}

function read(from: object, key: string): unknown {
  try {
    return (from as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

function printed(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'a value that can’t be printed'
  }
}

/** The same envelope without what is long: no stack, no causes, no data. The details as they are if they aren't ours. */
export function shortDetails(details: string): string {
  try {
    const { reyield, name, message, code } = JSON.parse(details) as Envelope
    return JSON.stringify({ reyield, name: cut(name, 256), message: cut(message, 2000), code })
  } catch {
    return details
  }
}

function errorOf(envelope: Partial<Envelope>): Error {
  const cause = typeof envelope.cause === 'object' && envelope.cause ? errorOf(envelope.cause) : undefined
  const error = new Error(String(envelope.message ?? ''), cause && { cause })
  const own = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false })
  if (typeof envelope.name === 'string' && envelope.name !== '') own('name', envelope.name)
  own('stack', typeof envelope.stack === 'string' ? envelope.stack : `${error.name}: ${error.message}`)
  if (typeof envelope.code === 'string' || typeof envelope.code === 'number') own('code', envelope.code)
  if (envelope.data !== undefined) own('data', envelope.data)
  return error
}
