import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { help, readArguments } from './arguments.ts'
import { createProject, type Created } from './create.ts'
import { CreateError } from './errors.ts'
import { safe } from './safe.ts'

/** What the program uses of its process. */
export interface Surroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Asks for the folder. Undefined if nobody can answer; resolves with undefined if the user doesn't want to. */
  readonly ask: (() => Promise<string | undefined>) | undefined
}

/** The folder if nobody names one. */
export const defaultFolder = 'reyield-app'

/** Runs the command line, and returns the exit code: 0 created, 1 not created, 2 wrong usage, 130 if the user has canceled. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { cwd, env, out, err, ask } = surroundings
  try {
    const request = readArguments(args)
    if (request.kind === 'help') out(help)
    else if (request.kind === 'version') out(`${version()}\n`)
    else {
      const folder = request.folder ?? (ask === undefined ? defaultFolder : await ask())
      if (folder === undefined) return 130
      out(nextSteps(createProject(cwd, folder, request.tarballs), cwd, env))
    }
    return 0
  } catch (error) {
    if (!(error instanceof CreateError)) throw error
    err([`error: ${safe(error.message)}`, ...error.hints.map(hint => `  ${safe(hint)}`), ''].join('\n'))
    return error.exitCode
  }
}

function nextSteps({ folder, name, files }: Created, cwd: string, env: Surroundings['env']): string {
  const manager = packageManager(env)
  const path = relative(cwd, folder)
  const lines = [
    `Created ${safe(name)} in ${safe(folder)} (${files} files).`,
    '',
    'Next:',
    ...(path === '' ? [] : [`  cd ${/^[\w./\\-]+$/.test(path) ? path : `"${safe(path)}"`}`]),
    `  ${manager} install`,
    `  ${manager} test        # runs the workflow in milliseconds`,
    `  ${manager} run dev     # a local SWF and your worker; press s to start an order`,
    '',
    'README.md says what each file is.',
    '',
  ]
  return lines.join('\n')
}

/** The package manager that runs this, for the commands that are printed. */
function packageManager({ npm_config_user_agent: agent = '' }: Surroundings['env']): string {
  return /^(pnpm|yarn|bun)\//.exec(agent)?.[1] ?? 'npm'
}

function version(): string {
  const file = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
