import { backup } from './backup.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { compact } from './compact.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { serve } from './serve.ts'

/** The commands of `swf-local` by name, in the order of the help text. The default is `serve`. */
export const commands: Readonly<Record<string, Command>> = {
  serve,
  export: exportCommand,
  import: importCommand,
  compact,
  check,
  backup,
}

export const usage = `${Object.values(commands)
  .map(command => command.usage)
  .join('')}
  swf-local --help: prints this text
  swf-local --version: prints the version
  `
