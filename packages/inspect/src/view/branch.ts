import type { EventRef } from './values.ts'

/** A waiting branch of a workflow, found by a replay. */
export interface Branch {
  /** Its place; `''` for the workflow itself. */
  readonly branch: string
  /** What it waits for, in words: `activity 'charge'`, `all(…)`. */
  readonly operation: string
  /** The operation's id in the history, for what has one. */
  readonly id: string | undefined
  /** The event after which it began to wait. */
  readonly since: EventRef | undefined
  /** Source lines, innermost helper first. */
  readonly lines: readonly SourceLine[]
  /** Local variables, only if asked for: they are payloads. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A line of source code. */
export interface SourceLine {
  /** The function, if it has a name. */
  readonly name: string | undefined
  readonly file: string
  readonly line: number
  readonly column: number
  /** The text of the line; undefined if neither the file nor its source map has it. */
  readonly text: string | undefined
}
