import { execFile } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** How a program ended. */
export interface Ended {
  readonly code: number | string
  /** What it has written. */
  readonly text: string
}

/** The variables of this process without those of vitest and of npm, which would change what programs do. */
export const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(VITEST|FORCE_COLOR$|NODE_OPTIONS$|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|npm_|INIT_CWD$)/.test(name),
    ),
  )

/**
 * What npm may install. Dependencies of dependencies are those of this day, so a run today and one next year are of the same code. A
 * registry that mirrors another one may also lack what is newer than a few days.
 */
const packagesBefore = '2026-11-20'

/** Runs a program until it ends. Installing takes minutes on a busy machine. */
export function exec(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const options = {
    cwd,
    env: {
      ...environment(),
      CI: '1',
      NO_COLOR: '1',
      npm_config_before: packagesBefore,
      npm_config_fund: 'false',
      npm_config_audit: 'false',
      ...env,
    },
    maxBuffer: 1 << 26,
    timeout: 600_000,
  }
  return new Promise(resolve => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'killed'), text: stdout + stderr })
    })
  })
}

/** The same, but throws if it fails. Returns what it has written. */
export async function execOrThrow(...args: Parameters<typeof exec>): Promise<string> {
  const { code, text } = await exec(...args)
  if (code === 0) return text
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|E50\d)\b/.test(
      text,
    )
  ) {
    throw new UnreachableRegistryError(text.slice(0, 1000))
  }
  throw new Error(`${[args[1], ...args[2]].join(' ')} ended with ${code}:\n${text}`)
}

/** The package registry doesn't answer. */
export class UnreachableRegistryError extends Error {}

/** A tarball of `npm pack`: the package's folder in this repository, and the files that it has. */
export interface Packed {
  readonly name: string
  readonly folder: string
  readonly file: string
  readonly files: readonly string[]
}

/** Packs all packages into a folder. */
export async function packAll(to: string): Promise<Packed[]> {
  const folders = readdirSync(join(root, 'packages')).map(name => `./packages/${name}`)
  const packed = await execOrThrow(root, 'npm', ['pack', ...folders, '--json', '--pack-destination', to])
  const [json] = /^[[{]$[^]*^[\]}]$/m.exec(packed)! // there may be warnings around it
  const found = JSON.parse(json) as readonly NpmPacked[] | Record<string, NpmPacked>
  const byName = new Map(folders.map(folder => [nameIn(join(root, folder)), join(root, folder)]))
  return Object.values(found).map(({ name, filename, files }: NpmPacked) => ({
    name,
    folder: byName.get(name)!,
    file: join(to, filename),
    files: files.map(({ path }) => path),
  }))
}

interface NpmPacked {
  readonly name: string
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

const nameIn = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string }).name
