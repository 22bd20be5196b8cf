import type { ParseArgsConfig } from 'node:util'
import type { LocalSwfWarning } from '../errors.ts'

/** What a command is given: the values of its options, and the file names after it. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly files: readonly string[]
}

/** A command of `swf-local`: one row of the table in `commands.ts`. */
export interface Command {
  /** Its lines in the usage. */
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How it is called when file names are left out; absent: the command takes none. */
  readonly files?: string
  /**
   * Checks the values, and returns what is to be done. Throws an Error for values that can't be: the process then ends
   * with status 2 and the usage. What the work throws ends it with status 1.
   */
  prepare(given: Given): () => void | Promise<void>
}

/** The value of an option that takes one. */
export function text({ values }: Given, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** The database file that a command works on. */
export function databaseFile(given: Given, command: string): string {
  const file = text(given, 'db')
  if (file === undefined || file === ':memory:') throw new Error(`${command}: give --db FILE`)
  return file
}

/** A whole number from 0 to `most`. */
export function whole(given: Given, name: string, most: number): number {
  const value = text(given, name) ?? ''
  if (/^\d+$/.test(value) && Number(value) <= most) return Number(value)
  throw new Error(`--${name} is '${value}': expected a whole number from 0 to ${most}`)
}

/** Writes a warning as a line of standard error, its code first. */
export function printWarning({ code, message }: LocalSwfWarning): void {
  process.stderr.write(`${code}: ${message}\n`)
}
