import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { version } from '../version.ts'
import { commands, usage } from './commands.ts'

const always = {
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const

/** Parses the command line, and returns the function that runs the command. Throws if the arguments are invalid. */
function read(args: readonly string[]): () => void | Promise<void> {
  const name = commandName(args)
  if (!Object.hasOwn(commands, name)) throw new Error(`There is no command '${name}'`)
  const command = commands[name]!
  const { values, positionals } = parse(args, name, command)
  if (values.help === true) return () => void process.stdout.write(usage)
  if (values.version === true) return () => void process.stdout.write(`${version()}\n`)
  const files = positionals[0] === name ? positionals.slice(1) : positionals
  if (command.files === undefined && files.length > 0)
    throw new Error(`${name} takes no file names, but got: ${files.join(' ')}`)
  if (command.files !== undefined && files.length === 0)
    throw new Error(`${name} needs at least one file name`)
  return command.prepare({ values, files })
}

/** The first argument that is neither an option nor the value of one. */
function commandName(args: readonly string[]): string {
  const options = Object.assign({}, ...Object.values(commands).map(one => one.options)) as Command['options']
  const { positionals } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true })
  return positionals[0] ?? 'serve'
}

function parse(args: readonly string[], name: string, command: Command) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...command.options, ...always },
      allowPositionals: true,
    })
  } catch (error) {
    const [, option = ''] = /^Unknown option '--([^']+)'/.exec((error as Error).message) ?? []
    const owners = Object.keys(commands).filter(owner => commands[owner]!.options[option] !== undefined)
    if (owners.length === 0) throw error
    throw new Error(`--${option} is not an option of ${name}, but of ${owners.join(', ')}`, { cause: error })
  }
}

let work
try {
  work = read(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}`)
  process.exit(2)
}
try {
  await work()
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(`${code === undefined ? '' : `${code}: `}${message}\n`)
  process.exit(1)
}
