import type { OptionRow } from './command.ts'

/** About many executions, for the help. */
export const bulkDetails =
  'With --filter, it is done to all open executions that meet the conditions, after a preview. In a terminal, the number of executions has ' +
  'to be typed then. Without one, --plan FILE writes a plan, and --apply FILE --yes applies it. If that is interrupted, the same ' +
  '--apply goes on where it ended.'

/** The options of commands for many executions. `rate` is the default, `allowed` what SWF allows an account a second. */
export const bulkOptions = (rate: number, allowed: number): readonly OptionRow[] => [
  {
    syntax: '--filter <condition>',
    description: 'only open executions with type=, tag=, id=, since= or until=; can be repeated',
    repeated: true,
  },
  { syntax: '--limit <n>', description: 'with --filter: at most so many executions, newest first' },
  { syntax: '--plan <file>', description: 'with --filter: only write what would be done to a file' },
  { syntax: '--apply <file>', description: 'do what a plan says, or go on with it' },
  {
    syntax: '--rate <n>',
    description: `executions a second (default: ${rate}; SWF allows ${allowed} to all)`,
  },
]

/** `--yes` of commands that don't ask for one execution. */
export const forMany: OptionRow = { syntax: '-y, --yes', description: 'with --apply: do not ask' }
