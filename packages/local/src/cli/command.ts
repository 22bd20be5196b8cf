import type { ParseArgsConfig } from 'node:util'
import type { LocalSwfWarning } from '../errors.ts'

/** The arguments of a command: the values of its options, and file names. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly files: readonly string[]
}

/** A command of `swf-local`. `commands.ts` has the table of all commands. */
export interface Command {
  /** Its part of the help text. */
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** The placeholder for file names in the help text. Absent if the command takes none. */
  readonly files?: string
  /**
   * Checks the arguments, and returns the function that runs the command. If it throws because of invalid arguments, the process
   * prints the help text and exits with status 2. If the returned function throws, the process exits with status 1.
   */
  prepare(given: Given): () => void | Promise<void>
}

/** The value of an option, if it has one. */
export function text({ values }: Given, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The database file that a command works on. */
export function databaseFile(given: Given, command: string): string {
  const file = text(given, 'db')
  if (file === undefined || file === ':memory:')
    throw new Error(`${command} needs a database file: --db FILE`)
  return file
}

/** The value of an option that is a whole number from 0 to `most`. */
export function whole(given: Given, name: string, most: number): number {
  const value = text(given, name) ?? ''
  if (/^\d+$/.test(value) && Number(value) <= most) return Number(value)
  throw new Error(`--${name} is '${value}': expected a whole number from 0 to ${most}`)
}

/** Writes a warning to standard error: a line that begins with its code. */
export function printWarning({ code, message }: LocalSwfWarning): void {
  process.stderr.write(`${code}: ${message}\n`)
}
