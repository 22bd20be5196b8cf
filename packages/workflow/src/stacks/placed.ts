import { framesOf, partsOf, programOf, userStack, withStackLimit } from './frames.ts'
import { mark } from './marks.ts'

/** Whether something that was thrown is an Error. A proxy may throw even at `instanceof`. */
function isError(error: unknown): error is Error {
  try {
    return error instanceof Error
  } catch {
    return false
  }
}

/** Whether the engine is throwing an error into a program right now. */
let throwing = false

/** Throws an error into a program. The operation at which the program waits adds the stack frames (`place`). */
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
 * Adds the program's frames to an error that the engine made: the lines that wait for the operation at which it's thrown. This
 * costs nothing until there is an error, and little until its stack is read. Frames of the activity come first, because they are
 * the innermost. An error that has frames of its own keeps them, without the engine's. It must be called by the method of the
 * operation at which the error is thrown.
 */
export function place(error: unknown): void {
  if (throwing) placeAt(error, placeHere(place))
}

/** The same for the outcomes of branches, which a program receives as a value. */
export function placeOutcomes(outcomes: unknown): void {
  if (typeof outcomes !== 'object' || outcomes === null) return
  const errors = (Object.values(outcomes) as (Partial<PromiseRejectedResult> | undefined)[]).flatMap(one =>
    one?.status === 'rejected' ? [one.reason as unknown] : [],
  )
  if (errors.length === 0) return
  const here = placeHere(placeOutcomes)
  for (const error of errors) placeAt(error, here)
}

/** A captured stack. V8 formats its text when it's read. */
interface Place {
  readonly stack?: unknown
}

function placeHere(above: (...args: never[]) => unknown): Place {
  const here: Place = {}
  withStackLimit(Infinity, () => Error.captureStackTrace(here, above))
  return here
}

/** Where errors were thrown. A branch that is an operation has no frames of the program, but the code that waits for the branches does. */
const placed = new WeakMap<Error, Place[]>()

/** Lets the program's frames be added when the stack is read. */
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
    // a proxy, or a getter that throws, keeps the stack that it has
  }
}

/** The most places that are kept of one error. */
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

/** Returns a function that reads the stack that an error has now. V8 formats the text when it's read. */
function ownStack(error: Error): () => unknown {
  const own = Object.getOwnPropertyDescriptor(error, 'stack')
  if (own?.get !== undefined) return own.get.bind(error)
  const holder: { stack?: unknown } = {}
  if (own !== undefined) Object.defineProperty(holder, 'stack', own)
  return () => holder.stack
}

/** A stack with the frames of the first place that has some, if the stack itself has none. */
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
