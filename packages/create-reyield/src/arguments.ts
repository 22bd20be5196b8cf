import { parseArgs } from 'node:util'
import { usageError, type CreateError } from './errors.ts'
import { nearest } from './nearest.ts'

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'create'
      /** As given; undefined if it has to be asked for. */
      readonly folder: string | undefined
      readonly tarballs: string | undefined
    }

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  tarballs: { type: 'string' },
} as const

const isOption = (name: string): name is keyof typeof options => Object.hasOwn(options, name)

/** The text of `--help`. */
export const help = `Usage: npm create reyield [folder] [-- options]

Writes a first project with Reyield: a workflow with its activities, a worker, tests, and a container
file. Without a folder it asks for one, or takes reyield-app if nobody can answer. The folder may exist
if it's empty.

Options:
  --tarballs <folder>  take the packages of Reyield from files made by \`npm pack\`, as long as they
                       aren't published
  -V, --version        print the version
  -h, --help           print help

Examples:
  $ npm create reyield my-app
  $ npm create reyield .
  $ npm exec --package=./tgz/create-reyield-0.1.0.tgz -- create-reyield my-app --tarballs tgz
`

/**
 * Reads the arguments of the command line.
 *
 * @throws CreateError with exit code 2
 */
export function readArguments(args: readonly string[]): Request {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const folders: string[] = []
  const given = new Map<keyof typeof options, string | undefined>()
  for (const token of tokens) {
    if (token.kind === 'positional') folders.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    if (!isOption(name)) throw unknownOption(rawName)
    if (options[name].type === 'boolean' && value !== undefined) {
      throw usageError(`${rawName} takes no value.`)
    }
    // `--tarballs --help` has forgotten the folder; `--tarballs=-x` has a strange one
    const isMissing =
      value === undefined || value === '' || (token.inlineValue === false && value.startsWith('-'))
    if (options[name].type === 'string' && isMissing) throw usageError(`${rawName} needs a folder after it.`)
    if (given.has(name) && given.get(name) !== value) throw usageError(`${rawName} is given twice.`)
    given.set(name, value)
  }
  if (given.has('help')) return { kind: 'help' }
  if (given.has('version')) return { kind: 'version' }
  const [folder, second] = folders
  if (second !== undefined) {
    throw usageError(
      `There are ${folders.length} folders on the command line, expected one.`,
      `If the name has spaces, put it into quotes: "${folders.join(' ')}".`,
      'With npm, options come after two dashes: npm create reyield my-app -- --tarballs tarballs',
    )
  }
  if (folder?.trim() === '') throw usageError('The name of the folder is empty.')
  return { kind: 'create', folder, tarballs: given.get('tarballs') }
}

function unknownOption(rawName: string): CreateError {
  const found = nearest(rawName.replace(/^-+/, ''), Object.keys(options))
  const message = `There is no option ${rawName}.`
  return found === undefined ? usageError(message) : usageError(message, `Did you mean --${found}?`)
}
