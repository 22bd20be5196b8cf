import { markOf } from './marks.ts'

const packages = 'workflow|data|replay|client|worker|local|testing'
/** Of Node itself, of no file, or `at async Promise.all (index 0)`. */
const ofNode = /<anonymous>\)?$|(?:^|[\s(])node:|\(index \d+\)$/

/** A stack frame as it is to be shown: at its source, where the process doesn't show it so already. */
export type LineMapper = (line: string) => string

const asShown: LineMapper = line => line

/**
 * Finds the program's own frames in stacks. Where the packages aren't bundled, or a source map says so, paths tell the frames of
 * Reyield. In a bundle the names of functions do (`marks.ts`).
 */
export class ProgramFrames {
  readonly #map: LineMapper
  #paths: Paths | undefined

  /** `map` gives a line without `at` at its source. */
  constructor(map: LineMapper = asShown) {
    this.#map = map
  }

  /** The lines of the program, innermost first: down to the engine's first frame, without Reyield's and Node's own. */
  linesOf(frames: readonly string[]): string[] {
    const paths = (this.#paths ??= pathsBy(this.#map))
    const lines: string[] = []
    /** Those since the last mark; it says in a bundle whether they are ours. */
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

  /** The program's part of a stack in short: `order (/app/workflows.ts:12:20)`. */
  of(stack: string): string[] {
    return this.linesOf(partsOf(stack).frames.filter(isFrame).map(shortened))
  }
}

/** A frame without `at`, and the place alone where there is no name. */
function shortened(frame: string): string {
  const line = frame.trim().replace(/^at (?:async )?/, '')
  return /^(?:<anonymous> )?\((.*)\)$/.exec(line)?.[1] ?? line
}

interface Paths {
  /** Not in a bundle: paths alone say more than marks, as a function of ours may call one of the program. */
  readonly areShown: boolean
  readonly ofReyield: RegExp
  readonly ofEngine: RegExp
}

/** How frames of Reyield begin, by where this file is shown now. A bundle shows nothing of it. */
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
 * The program's part of a stack: down to the engine's first frame, without Reyield's and Node's own. What lies below depends
 * on how the history was fed, and a decision must not.
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

/** A stack in two: what stands before the frames, and the frames. */
export function partsOf(stack: string): { readonly head: string; readonly frames: readonly string[] } {
  const lines = stack.split('\n')
  const first = lines.findIndex(isFrame)
  if (first < 0) return { head: stack, frames: [] }
  return { head: lines.slice(0, first).join('\n'), frames: lines.slice(first) }
}

/** The frames of what `Error.captureStackTrace` wrote. */
export const framesOf = ({ stack }: { readonly stack?: unknown }): readonly string[] =>
  typeof stack === 'string' ? partsOf(stack).frames : []

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
