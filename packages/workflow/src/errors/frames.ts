/** This file; in a bundle that is a CommonJS module there is none. */
const here: string | undefined = import.meta.url
/** Where it lies when the packages aren't bundled: `…/workflow/dist/errors/`, in the sources `…/workflow/src/errors/`. */
const home =
  here === undefined
    ? null
    : /^(.*\/)workflow\/(?:dist|src)\/errors\/frames\.[jt]s$/.exec(new URL(here).pathname)

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const packages = 'workflow|data|replay|client|worker|local|testing'
const ours = [
  `/@reyield/(?:${packages})/(?:dist|src)/`,
  ...(home === null ? [] : [`${escaped(decodeURI(home[1]!))}(?:${packages})/(?:dist|src)/`]),
].join('|')
const ofReyield = new RegExp(`(?:${ours})(?!.*\\.test\\.)`)
const ofEngine = new RegExp(`(?:${ours.replaceAll(packages, 'replay')})(?!.*\\.test\\.)`)
const ofNode = /<anonymous>|\(?node:/

const isFrame = (line: string) => /^\s+at /.test(line)

/** Whether a line of a stack is a frame of a package of Reyield. */
export const isOurFrame = (line: string): boolean => ofReyield.test(line)

/** Whether a line of a stack is a frame of the replay engine. */
export const isEngineFrame = (line: string): boolean => ofEngine.test(line)

/** Whether a line of a stack is a frame of Node itself, or of no file. */
export const isNodeFrame = (line: string): boolean => ofNode.test(line)

/** A stack in two: what stands before the frames, and the frames. */
export function partsOf(stack: string): { readonly head: string; readonly frames: readonly string[] } {
  const lines = stack.split('\n')
  const first = lines.findIndex(isFrame)
  if (first < 0) return { head: stack, frames: [] }
  return { head: lines.slice(0, first).join('\n'), frames: lines.slice(first) }
}

/**
 * A stack without the frames of Reyield and of Node.
 *
 * @example
 * ```ts
 * failureToWire(error, { stackOf: userStack })
 * ```
 */
export function userStack(stack: string): string {
  const { head, frames } = partsOf(stack)
  return [head, ...frames.filter(line => !isOurFrame(line) && !isNodeFrame(line))].join('\n')
}

/**
 * The program's part of a stack: down to the engine's first frame, without Reyield's and Node's own. What lies below depends
 * on how the history was fed, and a decision must not.
 *
 * @example
 * ```ts
 * programStack(new Error('no').stack) // 'Error: no\n    at order (file:///app/workflows.js:12:20)'
 * ```
 */
export function programStack(stack: string): string {
  const { head, frames } = partsOf(stack)
  return [head, ...programOf(frames)].join('\n')
}

/** Anything can be thrown: also a proxy that can't be looked at. */
function isError(error: unknown): error is Error {
  try {
    return error instanceof Error
  } catch {
    return false
  }
}

/** Where the engine throws an error into a program, while it does. */
let below: Place | undefined

/** Calls what throws an error into a program; the operation that it meets gives the error its frames (`place`). */
export function throwingInto<T>(error: unknown, call: () => T): T {
  if (!isError(error)) return call()
  below = placeHere(throwingInto)
  try {
    return call()
  } finally {
    below = undefined
  }
}

/**
 * Gives an error that the engine made the program's frames: of the lines that wait for the operation at which it's thrown. So
 * they cost nothing until there is an error, and little until somebody reads its stack. Frames of the activity come first, as they
 * are the innermost. An error that has frames of its own keeps them, without the engine's. To be called by the method of the
 * operation at which it's thrown.
 */
export function place(error: unknown): void {
  const from = below
  if (from === undefined) return
  const here = placeHere(place)
  placeAt(error, () => {
    const all = framesOf(here).slice(1) // without the operation's own
    const under = framesOf(from).length + 2 // `throwingInto`, and what it calls
    return programOf(all.slice(0, Math.max(0, all.length - under)))
  })
}

/** The same for the outcomes of branches, which are handed to a program as a value. */
export function placeOutcomes(outcomes: unknown): void {
  if (typeof outcomes !== 'object' || outcomes === null) return
  const errors = (Object.values(outcomes) as (Partial<PromiseRejectedResult> | undefined)[]).flatMap(one =>
    one?.status === 'rejected' ? [one.reason as unknown] : [],
  )
  if (errors.length === 0) return
  const here = placeHere(placeOutcomes)
  for (const error of errors) placeAt(error, () => programOf(framesOf(here).slice(1)))
}

type Above = (...args: never[]) => unknown

/** The program's frames of those that are above the engine's. */
function programOf(frames: readonly string[]): readonly string[] {
  const engine = frames.findIndex(isEngineFrame)
  return frames
    .slice(0, engine < 0 ? undefined : engine)
    .filter(line => !isOurFrame(line) && !isNodeFrame(line))
}

/** Gives a program's frames. */
type Program = () => readonly string[]

/** Where errors were thrown: a member of a composite has no program of its own, what waits for the composite has. */
const placed = new WeakMap<Error, Program[]>()

/** The program's frames are looked for when the stack is read. */
function placeAt(error: unknown, program: Program, depth = 0): void {
  try {
    if (!(error instanceof Error)) return
    if ((error as { code?: unknown }).code === 'CANCELLED') return // one error, thrown at many places
    const known = placed.get(error)
    if (known === undefined) readAt(error, program)
    else if (known.length < mostPlaces) known.push(program)
    const { errors } = error as { errors?: unknown }
    if (Array.isArray(errors) && depth < 3) for (const one of errors) placeAt(one, program, depth + 1)
  } catch {
    // a proxy, or a getter that throws: it keeps the stack that it has
  }
}

/** Places that are kept of one error. */
const mostPlaces = 8

function readAt(error: Error, program: Program): void {
  const programs = [program]
  placed.set(error, programs)
  const given = ownStack(error)
  let stack: unknown
  Object.defineProperty(error, 'stack', {
    configurable: true,
    get() {
      if (programs.length > 0) {
        stack = stackAt(error, stack ?? given(), programs)
        programs.length = 0
      }
      return stack
    },
    set(value: unknown) {
      programs.length = 0
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
function stackAt(error: Error, given: unknown, programs: readonly Program[]): unknown {
  if (typeof given !== 'string') return given
  const stack = programStack(given)
  const { head, frames } = partsOf(stack)
  if (frames.length > 0) return stack
  for (const program of programs) {
    const lines = program()
    if (lines.length === 0) continue
    const { cause } = error
    const inner = cause instanceof Error && typeof cause.stack === 'string' ? partsOf(cause.stack).frames : []
    return [head, ...inner, ...lines].join('\n')
  }
  return given
}

/** The stack of a moment; its text is made when it's read. */
interface Place {
  readonly stack?: unknown
}

function placeHere(above: Above): Place {
  const here: Place = {}
  withStackLimit(Infinity, () => Error.captureStackTrace(here, above))
  return here
}

/** Runs something during which stacks have so many frames. Without frames an error is made in a fraction of the time. */
export function withStackLimit<T>(frames: number, run: () => T): T {
  const { stackTraceLimit } = Error
  Reflect.set(Error, 'stackTraceLimit', frames)
  try {
    return run()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}

const framesOf = ({ stack }: Place): readonly string[] =>
  typeof stack === 'string' ? partsOf(stack).frames : []
