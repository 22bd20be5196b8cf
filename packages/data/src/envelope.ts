/** An error as our envelope carries it; `reyield` is the number of the format. */
export interface Envelope {
  reyield?: number
  name: string
  message: string
  code?: string | number
  stack?: string
  cause?: Envelope
  data?: unknown
}

const mostDetails = 32_768

/** How much room the parts of an envelope have, in characters; `depth` counts causes. */
interface Room {
  readonly stack: number
  readonly causes: number
  readonly depth: number
  readonly data: number
  readonly message: number
}

const roomy: Room = {
  stack: mostDetails,
  causes: mostDetails,
  depth: Infinity,
  data: mostDetails,
  message: mostDetails,
}

/** What gives way, step by step; each step keeps what the ones before it took. */
const steps: readonly Partial<Room>[] = [
  {},
  { stack: 16_384 },
  { stack: 8192 },
  { stack: 4096 },
  { stack: 2048 },
  { causes: 4096, data: 8192 },
  { causes: 1024, stack: 1024 },
  { causes: 256 },
  { depth: 2 },
  { depth: 0 },
  { data: 0 },
  { message: 16_384 },
  { message: 8192 },
  { message: 4096 },
  { message: 1024 }, // with an escape of 6 characters for each it still fits
]

/** The envelope as JSON within SWF's limit: stacks give way first, then causes and data, then the message. */
export function fitting(envelope: Envelope): string {
  let room = roomy
  let text = ''
  for (const step of steps) {
    room = { ...room, ...step }
    text = JSON.stringify(within(envelope, room, room.message, 0))
    if (text.length <= mostDetails) break
  }
  return text
}

function within(envelope: Envelope, room: Room, message: number, depth: number): Envelope {
  const { cause, data, stack, code, ...rest } = envelope
  return {
    ...rest,
    name: cut(rest.name, 256),
    message: cut(rest.message, message),
    ...(code === undefined ? {} : { code: typeof code === 'string' ? cut(code, 256) : code }),
    ...(stack === undefined ? {} : { stack: cut(stack, room.stack) }),
    ...(cause === undefined || depth >= room.depth
      ? {}
      : { cause: within(cause, room, room.causes, depth + 1) }),
    ...(data === undefined || JSON.stringify(data).length > room.data ? {} : { data }),
  }
}

/** The beginning, with a mark where it was cut. */
export const head = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Takes out the middle; never leaves half a surrogate pair. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const gap = ' … '
  const half = (most - gap.length) >> 1
  return `${text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '')}${gap}${text.slice(text.length - half).replace(/^[\uDC00-\uDFFF]/, '')}`
}
