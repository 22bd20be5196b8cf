/** An error in Reyield's envelope. `reyield` is the number of the format. Members are only ever added. */
export interface Envelope {
  reyield?: number
  name: string
  message: string
  code?: string | number
  /** `reyield` if Reyield wrote the code (rule E7). */
  by?: 'reyield'
  /** `result` if an activity's result couldn't be written, `input` if its input is invalid. A retry would change nothing. */
  of?: 'result' | 'input'
  /** The declared names of the error's classes without Error itself, the most derived first (rule E6). */
  classes?: readonly string[]
  stack?: string
  cause?: Envelope
  /** The cause is an error that the envelope already contains: the one with this `label`. */
  causeAgain?: number
  label?: number
  /** How many causes are left out between this error and its `cause`. */
  omitted?: number
  /** The errors of an AggregateError, or of what is like one. */
  errors?: readonly (Envelope | { readonly again: number })[]
  /** How many errors are left out at the end of `errors`. */
  more?: number
  data?: unknown
}

/** SWF's limit for `details` (swf-semantics.md §2.1). */
export const mostDetails = 32_768

/** How many characters the parts of an envelope may have. `depth` counts causes, `errors` those of an aggregate. */
interface Room {
  readonly stack: number
  readonly causes: number
  readonly depth: number
  readonly data: number
  readonly message: number
  readonly errors: number
}

const roomy: Room = {
  stack: mostDetails,
  causes: mostDetails,
  depth: Infinity,
  data: mostDetails,
  message: mostDetails,
  errors: Infinity,
}

/** How an envelope is shortened, step by step. Each step also applies the steps before it. */
const steps: readonly Partial<Room>[] = [
  {},
  { stack: 16_384 },
  { stack: 8192 },
  { stack: 4096 },
  { stack: 2048 },
  { causes: 4096, data: 8192 },
  { causes: 1024, stack: 1024 },
  { depth: 100, errors: 100 },
  { causes: 256, stack: 512 },
  { depth: 20, errors: 30 },
  { stack: 256 },
  { depth: 8, errors: 10 },
  { data: 1024 },
  { depth: 2, errors: 2 },
  { depth: 0, errors: 0 },
  { data: 0 },
  { message: 16_384 },
  { message: 8192 },
  { message: 4096 },
  { message: 1024, stack: 128 }, // fits even if JSON needs 6 characters for each
  { message: 256 },
  { message: 64, stack: 0 },
]

/**
 * Writes an envelope as JSON of at most `most` characters. If it's too long, stacks are shortened first, then causes, errors and data,
 * then the message. Of the causes, the first ones and the root cause are kept longest.
 */
export function fitting(envelope: Envelope, most = mostDetails): string {
  let room = roomy
  let text = ''
  for (const step of steps) {
    room = { ...room, ...step }
    text = JSON.stringify(within(envelope, room, room.message, room.depth))
    if (text.length <= most) break
  }
  return text
}

/** Shortens an envelope. `depth` is how many more causes it may have. */
function within(envelope: Envelope, room: Room, message: number, depth: number): Envelope {
  const { reyield, name, message: text, cause, data, stack, code, errors, more, omitted, ...rest } = envelope
  const next = cause === undefined || depth <= 0 ? undefined : shortened(cause, depth)
  const kept = errors?.slice(0, room.errors)
  const left = (more ?? 0) + (errors?.length ?? 0) - (kept?.length ?? 0)
  const skipped = (omitted ?? 0) + (next?.skipped ?? 0)
  return {
    ...(reyield === undefined ? {} : { reyield }),
    name: cut(name, 256),
    message: cut(text, message),
    ...(code === undefined ? {} : { code: typeof code === 'string' ? cut(code, 256) : code }),
    ...rest,
    ...(stack === undefined ? {} : { stack: cut(stack, room.stack) }),
    ...(next === undefined
      ? {}
      : { cause: within(next.cause, room, Math.min(message, room.causes), depth - 1) }),
    ...(skipped === 0 ? {} : { omitted: skipped }),
    ...(kept === undefined || kept.length === 0
      ? {}
      : {
          errors: kept.map(one =>
            'again' in one ? one : within(one, room, Math.min(message, room.causes), Math.min(depth, 8)),
          ),
        }),
    ...(left === 0 ? {} : { more: left }),
    ...(data === undefined || JSON.stringify(data).length > room.data ? {} : { data }),
  }
}

/** The next cause of a chain; the root cause if only one more is allowed. */
function shortened(cause: Envelope, depth: number): { readonly cause: Envelope; readonly skipped: number } {
  let root = cause
  let skipped = 0
  if (depth > 1) return { cause, skipped }
  while (root.cause !== undefined) {
    skipped += 1 + (root.omitted ?? 0)
    root = root.cause
  }
  return { cause: root, skipped }
}

/** The beginning of a text, with a mark if it was cut. Never leaves half a surrogate pair. */
export const head = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Removes the middle of a text that is too long. Never leaves half a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const gap = ' … '
  const half = (most - gap.length) >> 1
  if (half <= 0) return ''
  return `${text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '')}${gap}${text.slice(text.length - half).replace(/^[\uDC00-\uDFFF]/, '')}`
}
