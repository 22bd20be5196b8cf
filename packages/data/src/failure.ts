import { isReyieldError } from '@reyield/workflow'

/** SWF's members for a failure: at most 256 and 32,768 characters (Amazon SWF API reference). */
export interface WireFailure {
  readonly reason?: string | undefined
  readonly details?: string | undefined
}

const mostReason = 256
const mostDetails = 32_768
const format = 1
const deepest = 8

/** An error as our envelope carries it; `reyield` is the number of the format. */
interface Envelope {
  reyield?: number
  name: string
  message: string
  code?: string
  stack?: string
  cause?: Envelope
  data?: unknown
}

/**
 * A failure as SWF carries it. `reason` is `<ClassName>: <message>`, readable by people and by other deciders; `details`
 * is the envelope `{"reyield":1,"name","message","code","stack","cause","data"}`, trimmed from the middle of its longest
 * strings until it fits. Never throws, whatever was thrown. `stackOf` may shorten stacks.
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
  if (!(error instanceof Error) && !isReyieldError(error)) {
    return { name: '', message: printed(error), ...dataOf({ value: error }) }
  }
  seen.add(error)
  const name = read(error, 'name')
  const code = read(error, 'code')
  const stack = read(error, 'stack')
  const cause = read(error, 'cause')
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: printed(read(error, 'message')),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof stack === 'string' ? { stack: stackOf(stack) } : {}),
    ...(cause === undefined || depth === 0 || seen.has(cause)
      ? {}
      : { cause: envelopeOf(cause, depth - 1, seen, stackOf) }),
    ...dataOf(extras(error)),
  }
}

/** Own enumerable properties beside the known ones. */
function extras(error: Error): Record<string, unknown> {
  const known = new Set(['name', 'message', 'code', 'stack', 'cause'])
  return Object.fromEntries(
    Object.keys(error)
      .filter(key => !known.has(key))
      .map(key => [key, read(error, key)]),
  )
}

/** What JSON can carry of it, if anything. */
function dataOf(data: Record<string, unknown>): { data?: unknown } {
  try {
    const text = JSON.stringify(data)
    return text === '{}' ? {} : { data: JSON.parse(text) as unknown }
  } catch {
    return {}
  }
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

/** The envelope as JSON within SWF's limit: strings give way from their middle, then data goes, then causes. */
function fitting(envelope: Envelope): string {
  for (let most = mostDetails; most >= 64; most >>= 1) {
    const text = JSON.stringify(shortened(envelope, most, most > 4096))
    if (text.length <= mostDetails) return text
  }
  const { name, message } = envelope
  return JSON.stringify({ reyield: format, name: cut(name, 256), message: cut(message, 1024) })
}

function shortened(envelope: Envelope, most: number, withData: boolean): Envelope {
  const { cause, data, ...strings } = envelope
  const short = Object.fromEntries(
    Object.entries(strings).map(([key, value]) => [
      key,
      typeof value === 'string' ? cut(value, most) : value,
    ]),
  ) as unknown as Envelope
  if (cause !== undefined) short.cause = shortened(cause, most, withData)
  if (data !== undefined && withData) short.data = data
  return short
}

/** The beginning, with a mark where it was cut. */
const head = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Takes out the middle; never leaves half a surrogate pair. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const gap = ' … '
  const half = (most - gap.length) >> 1
  return `${text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '')}${gap}${text.slice(text.length - half).replace(/^[\uDC00-\uDFFF]/, '')}`
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
  const cause = envelope.cause === undefined || envelope.cause === null ? undefined : errorOf(envelope.cause)
  const error = new Error(String(envelope.message ?? ''), cause && { cause })
  const own = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, configurable: true, writable: true, enumerable: false })
  if (typeof envelope.name === 'string' && envelope.name !== '') own('name', envelope.name)
  own('stack', typeof envelope.stack === 'string' ? envelope.stack : `${error.name}: ${error.message}`)
  if (typeof envelope.code === 'string') own('code', envelope.code)
  if (envelope.data !== undefined) own('data', envelope.data)
  return error
}
