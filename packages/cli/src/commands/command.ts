import type { CommandContext } from '../context/context.ts'
import type { ExitCode } from '../errors/exit-codes.ts'
import type { Given } from './given.ts'

/** The groups of commands, with their line in the list of commands. */
export const groups = {
  activity: 'End activities that their workers have left open, by their task tokens',
  schedule: 'Create schedules, and pause, trigger or delete them',
} as const

/** A row of the table of commands: all that the help needs, and how the command is loaded. */
export interface CommandRow {
  readonly name: string
  /** The group that it belongs to, for `reyield GROUP NAME`. */
  readonly group?: keyof typeof groups
  /** Its line in the list of commands. */
  readonly summary: string
  /** More about it, for its own help. */
  readonly details?: string
  readonly arguments?: readonly ArgumentRow[]
  readonly options?: readonly OptionRow[]
  /** The formats for programs that it can print besides text. `--json` is one document, `--jsonl` one document a line. */
  readonly formats?: readonly ('json' | 'jsonl')[]
  /** Arguments of examples for its help, without `reyield` and its name. */
  readonly examples?: readonly string[]
  /** Whether it works without an SWF, so that the options of the connection are left out. Default false. */
  readonly offline?: boolean
  readonly load: () => Promise<CommandModule>
}

/** An argument: `<id>`, `[id]`, or `<file...>` for the last one. */
export interface ArgumentRow {
  readonly syntax: string
  readonly description: string
}

/** An option. */
export interface OptionRow {
  /** `--limit <n>`, or `-y, --yes`. */
  readonly syntax: string
  readonly description: string
  readonly choices?: readonly string[]
  /** For the help, and the value if the option is absent. */
  readonly default?: string
  /** Whether it can be given several times. Its value is a list then. */
  readonly repeated?: boolean
  /** Names of other options that can't be given together with it, in camel case. */
  readonly conflicts?: readonly string[]
}

/** A command's file. */
export interface CommandModule {
  /** Runs the command. An error that it throws is printed, and chooses the exit code. The default code is 0. */
  readonly run: (context: CommandContext, given: Given) => Promise<ExitCode | void>
}
