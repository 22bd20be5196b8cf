/** A stack frame as it is to be shown: at its source, where the process doesn't show it so already. */
export type LineMapper = (line: string) => string

/**
 * Names a function of ours in stacks, so that its frames can be told in a bundle too, where every frame has the same file.
 * Its declared name may be shortened by a minifier.
 */
export function named<F extends object>(fn: F, name: string): F {
  return Object.defineProperty(fn, 'name', { value: `reyield:${name}`, configurable: true })
}

/** The name of what lets the program take a step: frames below it are none of the program's. */
const step = /(?:^|[\s.])reyield:step\b/
const ours = /(?:^|[\s.])reyield:\w+/

/**
 * Finds the program's own frames in stacks, innermost first. Reyield's files are told by where this file is found at the
 * source, so it doesn't matter whether sources, a build or a bundle run, and who maps their lines.
 */
export class ProgramFrames {
  readonly #map: LineMapper
  readonly #engine: string | undefined
  readonly #operations: string | undefined

  /** `made`: a stack from the making of an operation. */
  constructor(map: LineMapper, made?: string) {
    this.#map = map
    this.#engine = this.#root(new Error().stack, /^(.*\/)program\/frames\.[jt]s:/)
    this.#operations = this.#root(made, /^(.*\/)operation\.[jt]s:/)
  }

  /** The program's part of a stack: `order (/app/workflows.ts:12:20)`. */
  of(stack: string): string[] {
    const lines = cleaned(stack).map(this.#map)
    const below = lines.findIndex(line => step.test(line) || isIn(line, this.#engine))
    return lines
      .slice(0, below < 0 ? undefined : below)
      .filter(line => !ours.test(line) && !isIn(line, this.#operations))
  }

  #root(stack: string | undefined, file: RegExp): string | undefined {
    const [line] = stack === undefined ? [] : cleaned(stack)
    return line === undefined ? undefined : file.exec(placeOf(this.#map(line)))?.[1]
  }
}

/** The frames of a stack without Node's own and those without a file. */
const cleaned = (stack: string): string[] =>
  stack
    .split('\n')
    .filter(line => /^\s+at /.test(line) && !/\(<anonymous>\)$|\(?node:/.test(line))
    .map(line => line.trim().replace(/^at (?:async )?/, ''))
    .map(line => /^(?:<anonymous> )?\((.*)\)$/.exec(line)?.[1] ?? line)

const placeOf = (line: string) => /\(([^()]*)\)$/.exec(line)?.[1] ?? line

const isIn = (line: string, root: string | undefined) =>
  root !== undefined && placeOf(line).startsWith(root) && !/\.test\.[jt]s:/.test(line)
