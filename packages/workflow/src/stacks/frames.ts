import { markOf } from './marks.ts'

const packages = 'workflow|data|replay|client|worker|local|testing'
/** Frames of Node itself or of no file, and `at async Promise.all (index 0)`. */
const ofNode = /<anonymous>\)?$|(?:^|[\s(])node:|\(index \d+\)$/

/** Converts the text of a stack frame to its place in the sources, if the process doesn't already show that. */
export type LineMapper = (line: string) => string

const asShown: LineMapper = line => line

/**
 * Finds the program's own frames in stacks. If the packages aren't bundled, or there is a source map, frames of Reyield are
 * recognized by their paths. In a bundle they are recognized by the names of functions (`marks.ts`).
 */
export class ProgramFrames {
  readonly #map: LineMapper
  #paths: Paths | undefined

  /** `map` converts a line without its `at`. */
  constructor(map: LineMapper = asShown) {
    this.#map = map
  }

  /** The lines of the program, innermost first, down to the engine's first frame, without those of Reyield and Node. */
  linesOf(frames: readonly string[]): string[] {
    const paths = (this.#paths ??= pathsBy(this.#map))
    const lines: string[] = []
    /** The lines since the last mark. In a bundle the next mark says whether they are Reyield's. */
    let since: string[] = []
    let areOurs = false
    for (const frame of frames) {
      const mark = markOf(frame)
      if (mark === 'step') break
      if (mark !== undefined) {
        if (mark === 'run' || paths.areShown) lines.push(...since)
        since = []
        areOurs = mark === 'run' && !paths.areShown
      }
      if (mark !== undefined || areOurs || ofNode.test(frame)) continue
      const line = this.#map(frame)
      if (paths.ofEngine.test(line)) break
      if (!paths.ofReyield.test(line)) since.push(line)
    }
    return [...lines, ...since]
  }

  /** The program's frames of a stack, shortened: `order (/app/workflows.ts:12:20)`. */
  of(stack: string): string[] {
    return this.linesOf(partsOf(stack).frames.filter(isFrame).map(shortened))
  }
}

/** A frame without its `at`; only the place if it has no name. */
function shortened(frame: string): string {
  const line = frame.trim().replace(/^at (?:async )?/, '')
  return /^(?:<anonymous> )?\((.*)\)$/.exec(line)?.[1] ?? line
}

interface Paths {
  /** True outside bundles. Paths then count more than marks, because a function of Reyield may call one of the program. */
  readonly areShown: boolean
  readonly ofReyield: RegExp
  readonly ofEngine: RegExp
}

/** The paths of Reyield's frames, computed from the path of this file in a stack. A bundle doesn't show it. */
function pathsBy(map: LineMapper): Paths {
  const [here] = framesOf({ stack: withStackLimit(1, () => new Error().stack) })
  const home = /(?:^|[( ])(?:file:\/\/)?(\/[^()]*\/)workflow\/(?:dist|src)\/stacks\/frames\.[jt]s:/.exec(
    here === undefined ? '' : map(shortened(here)),
  )?.[1]
  const ours = [
    `/@reyield/(?:${packages})/(?:dist|src)/`,
    ...(home === undefined ? [] : [`${escaped(home)}(?:${packages})/(?:dist|src)/`]),
  ].join('|')
  return {
    areShown: home !== undefined,
    ofReyield: new RegExp(`(?:${ours})(?!.*\\.test\\.)`),
    ofEngine: new RegExp(`(?:${ours.replaceAll(packages, 'replay')})(?!.*\\.test\\.)`),
  }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const plain = new ProgramFrames()

/**
 * Returns a stack with the program's frames only, down to the engine's first frame. The frames below it depend on how the history
 * was read, and decisions must not depend on that.
 *
 * @example
 * ```ts
 * userStack(new Error('no').stack) // 'Error: no\n    at order (file:///app/workflows.js:12:20)'
 * ```
 */
export function userStack(stack: string): string {
  const { head, frames } = partsOf(stack)
  return [head, ...plain.linesOf(frames)].join('\n')
}

/** The program's frames, innermost first. */
export const programOf = (frames: readonly string[]): readonly string[] => plain.linesOf(frames)

const isFrame = (line: string) => /^\s+at /.test(line)

/** Splits a stack into the text before its frames, and the frames. */
export function partsOf(stack: string): { readonly head: string; readonly frames: readonly string[] } {
  const lines = stack.split('\n')
  const first = lines.findIndex(isFrame)
  if (first < 0) return { head: stack, frames: [] }
  return { head: lines.slice(0, first).join('\n'), frames: lines.slice(first) }
}

/** The frames of an object to which `Error.captureStackTrace` has added a stack. */
export const framesOf = ({ stack }: { readonly stack?: unknown }): readonly string[] =>
  typeof stack === 'string' ? partsOf(stack).frames : []

/** Runs a function while stacks have at most so many frames. Making an error without frames takes a fraction of the time. */
export function withStackLimit<T>(frames: number, run: () => T): T {
  const { stackTraceLimit } = Error
  Reflect.set(Error, 'stackTraceLimit', frames)
  try {
    return run()
  } finally {
    Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  }
}
