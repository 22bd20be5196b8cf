import { Command, Option } from 'commander'
import { groups, type CommandRow, type OptionRow } from './commands/command.ts'
import { version } from './version.ts'

/** The options of commands that use an SWF, last in their help. */
const connection: readonly OptionRow[] = [
  {
    syntax: '--endpoint <url>',
    description: 'the URL of SWF, or dev for that of reyield dev; without it, Amazon SWF',
  },
  { syntax: '--region <region>', description: 'the AWS region' },
  { syntax: '--domain <name>', description: 'the SWF domain' },
]

/** The options of all commands. */
const configuration: readonly OptionRow[] = [
  { syntax: '--config <file>', description: 'the configuration file; else reyield.config.* is looked for' },
  { syntax: '--profile <name>', description: 'one of the profiles of the configuration' },
]

const formats: Readonly<Record<'json' | 'jsonl', OptionRow>> = {
  json: { syntax: '--json', description: 'print one JSON document' },
  jsonl: { syntax: '--jsonl', description: 'print one JSON document a line', conflicts: ['json'] },
}

/** The parser of the command line. Errors are thrown, and printed by the caller. */
export function programOf(commands: readonly CommandRow[]): Command {
  const program = new Command('reyield')
    .description('See and steer the executions of Amazon SWF from a terminal.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
  for (const row of commands) parentOf(row, program).addCommand(commandOf(row, program))
  return program
}

/** The program, or the group of a command. */
function parentOf({ group }: CommandRow, program: Command): Command {
  if (group === undefined) return program
  const found = program.commands.find(command => command.name() === group)
  if (found !== undefined) return found
  const made = new Command(group)
    .copyInheritedSettings(program)
    .summary(groups[group])
    .description(`${groups[group]}.`)
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print the help of a command')
  program.addCommand(made)
  return made
}

function commandOf(row: CommandRow, program: Command): Command {
  const command = new Command(row.name)
    .copyInheritedSettings(program)
    .summary(row.summary)
    .description(row.details === undefined ? `${row.summary}.` : `${row.summary}.\n\n${row.details}`)
    .helpOption('-h, --help', 'print help')
  for (const { syntax, description } of row.arguments ?? []) command.argument(syntax, description)
  const options = [
    ...(row.options ?? []),
    ...(row.formats ?? []).map(format => formats[format]),
    ...(row.offline === true ? [] : connection),
    ...configuration,
  ]
  for (const option of options) command.addOption(optionOf(option))
  if (row.examples !== undefined) command.addHelpText('after', examplesOf(row))
  return command.action(async (...given: unknown[]) => {
    const options = command.opts()
    const { execute } = await import('./execute.ts')
    await execute(row, given.slice(0, -2), options)
  })
}

function optionOf({ syntax, description, choices, default: value, repeated, conflicts }: OptionRow): Option {
  const option = new Option(syntax, description)
  if (choices !== undefined) option.choices(choices)
  if (value !== undefined) option.default(value)
  if (conflicts !== undefined) option.conflicts([...conflicts])
  if (repeated === true)
    option.argParser((one: string, before: readonly string[] | undefined) => [...(before ?? []), one])
  return option
}

const examplesOf = ({ group, name, examples = [] }: CommandRow) => {
  const command = group === undefined ? name : `${group} ${name}`
  return ['', 'Examples:', ...examples.map(each => `  $ reyield ${command} ${each}`.trimEnd())].join('\n')
}
