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

/** How many frames are below the program's, while the engine throws an error into it. */
let below: number | undefined

/** Calls what throws an error into a program; the operation that it meets gives the error its frames (`placed`). */
export function throwingInto<T>(error: unknown, call: () => T): T {
  if (!isError(error)) return call()
  below = framesHere(throwingInto).length + 2 // this function, and what it calls
  try {
    return call()
  } finally {
    below = undefined
  }
}

/**
 * Gives an error that the engine made the program's frames: of the lines that wait for the operation at which it's thrown. So
 * they cost nothing until there is an error. Frames of the activity come first, as they are the innermost. An error that has
 * frames of its own keeps them, without the engine's. To be called by the method of the operation at which it's thrown.
 */
export function place(error: unknown): void {
  if (below === undefined) return
  const all = framesHere(place).slice(1) // without the operation's own
  placeAt(error, programOf(all.slice(0, Math.max(0, all.length - below))), 0)
}

/** The same for the outcomes of branches, which are handed to a program as a value. */
export function placeOutcomes(outcomes: unknown): void {
  if (typeof outcomes !== 'object' || outcomes === null) return
  const errors = (Object.values(outcomes) as (Partial<PromiseRejectedResult> | undefined)[]).flatMap(one =>
    one?.status === 'rejected' ? [one.reason as unknown] : [],
  )
  if (errors.length === 0) return
  const program = programOf(framesHere(placeOutcomes).slice(1))
  for (const error of errors) placeAt(error, program, 0)
}

type Above = (...args: never[]) => unknown

/** The program's frames of those that are above the engine's. */
function programOf(frames: readonly string[]): readonly string[] {
  const engine = frames.findIndex(isEngineFrame)
  return frames
    .slice(0, engine < 0 ? undefined : engine)
    .filter(line => !isOurFrame(line) && !isNodeFrame(line))
}

function placeAt(error: unknown, program: readonly string[], depth: number): void {
  try {
    if (program.length === 0 || !(error instanceof Error) || typeof error.stack !== 'string') return
    if ((error as { code?: unknown }).code === 'CANCELLED') return // one error, thrown at many places
    const stack = programStack(error.stack)
    const { head, frames } = partsOf(stack)
    if (frames.length > 0) return setStack(error, stack)
    const cause: unknown = error.cause
    const inner = cause instanceof Error && typeof cause.stack === 'string' ? partsOf(cause.stack).frames : []
    setStack(error, [head, ...inner, ...program].join('\n'))
    const { errors } = error as { errors?: unknown }
    if (Array.isArray(errors) && depth < 3) for (const one of errors) placeAt(one, program, depth + 1)
  } catch {
    // a proxy, or a getter that throws: it keeps the stack that it has
  }
}

function setStack(error: Error, stack: string): void {
  if (error.stack !== stack)
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true })
}

function framesHere(above: Above): readonly string[] {
  const { stackTraceLimit } = Error
  const holder: { stack?: unknown } = {}
  Reflect.set(Error, 'stackTraceLimit', Infinity)
  Error.captureStackTrace(holder, above)
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return typeof holder.stack === 'string' ? partsOf(holder.stack).frames : []
}
