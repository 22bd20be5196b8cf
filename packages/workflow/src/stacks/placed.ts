import { framesOf, partsOf, programOf, userStack, withStackLimit } from './frames.ts'
import { mark } from './marks.ts'

/** Anything can be thrown: also a proxy that can't be looked at. */
function isError(error: unknown): error is Error {
  try {
    return error instanceof Error
  } catch {
    return false
  }
}

/** The engine throws an error into a program. */
let throwing = false

/** Throws an error into a program; the operation that it meets gives the error its frames (`place`). */
export function throwInto<T>(generator: { throw?(error: unknown): T }, error: unknown): T {
  throwing = isError(error)
  try {
    return generator.throw!(error)
  } finally {
    throwing = false
  }
}
mark('step', throwInto)

/**
 * Gives an error that the engine made the program's frames: of the lines that wait for the operation at which it's thrown. So
 * they cost nothing until there is an error, and little until somebody reads its stack. Frames of the activity come first, as they
 * are the innermost. An error that has frames of its own keeps them, without the engine's. To be called by the method of the
 * operation at which it's thrown.
 */
export function place(error: unknown): void {
  if (throwing) placeAt(error, placeHere(place))
}

/** The same for the outcomes of branches, which are handed to a program as a value. */
export function placeOutcomes(outcomes: unknown): void {
  if (typeof outcomes !== 'object' || outcomes === null) return
  const errors = (Object.values(outcomes) as (Partial<PromiseRejectedResult> | undefined)[]).flatMap(one =>
    one?.status === 'rejected' ? [one.reason as unknown] : [],
  )
  if (errors.length === 0) return
  const here = placeHere(placeOutcomes)
  for (const error of errors) placeAt(error, here)
}

/** The stack of a moment; its text is made when it's read. */
interface Place {
  readonly stack?: unknown
}

function placeHere(above: (...args: never[]) => unknown): Place {
  const here: Place = {}
  withStackLimit(Infinity, () => Error.captureStackTrace(here, above))
  return here
}

/** Where errors were thrown: a member of a composite has no program of its own, what waits for the composite has. */
const placed = new WeakMap<Error, Place[]>()

/** The program's frames are looked for when the stack is read. */
function placeAt(error: unknown, place: Place, depth = 0): void {
  try {
    if (!(error instanceof Error)) return
    if ((error as { code?: unknown }).code === 'CANCELED') return // one error, thrown at many places
    const known = placed.get(error)
    if (known === undefined) readAt(error, place)
    else if (known.length < mostPlaces) known.push(place)
    const { errors } = error as { errors?: unknown }
    if (Array.isArray(errors) && depth < 3) for (const one of errors) placeAt(one, place, depth + 1)
  } catch {
    // a proxy, or a getter that throws: it keeps the stack that it has
  }
}

/** Places that are kept of one error. */
const mostPlaces = 8

function readAt(error: Error, place: Place): void {
  const places = [place]
  placed.set(error, places)
  const given = ownStack(error)
  let stack: unknown
  Object.defineProperty(error, 'stack', {
    configurable: true,
    get() {
      if (places.length > 0) {
        stack = stackAt(error, stack ?? given(), places)
        places.length = 0
      }
      return stack
    },
    set(value: unknown) {
      places.length = 0
      stack = value
    },
  })
}

/** Reads the stack that an error has now, which is written down by V8 when it is read. */
function ownStack(error: Error): () => unknown {
  const own = Object.getOwnPropertyDescriptor(error, 'stack')
  if (own?.get !== undefined) return own.get.bind(error)
  const holder: { stack?: unknown } = {}
  if (own !== undefined) Object.defineProperty(holder, 'stack', own)
  return () => holder.stack
}

/** A stack with the frames of the first place that has some, if it has none of its own. */
function stackAt(error: Error, given: unknown, places: readonly Place[]): unknown {
  if (typeof given !== 'string') return given
  const stack = userStack(given)
  const { head, frames } = partsOf(stack)
  if (frames.length > 0) return stack
  for (const place of places) {
    const lines = programOf(framesOf(place))
    if (lines.length === 0) continue
    const { cause } = error
    const inner = cause instanceof Error && typeof cause.stack === 'string' ? partsOf(cause.stack).frames : []
    return [head, ...inner, ...lines].join('\n')
  }
  return given
}
