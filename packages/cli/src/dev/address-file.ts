import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigError } from '../errors/config.ts'

/** The endpoint that stands for the local SWF of `reyield dev` in the folder of the configuration. */
export const devEndpoint = 'dev'

/** Whether a text can be an endpoint: a URL, or `dev`. */
export const isEndpoint = (text: string): boolean =>
  text === devEndpoint || (URL.canParse(text) && /^https?:/.test(text))

/**
 * The file in which `reyield dev` says where its local SWF is, while it runs. It's in the project's folder, so a command never reaches the
 * local SWF of another folder. Node reads it as well: `node --env-file=.reyield/dev.env`.
 */
export const addressFile = (config: string): string => join(dirname(config), '.reyield', 'dev.env')

/** Where a local SWF is. */
export interface DevAddress {
  readonly url: string
  readonly domain: string
}

/** Writes the file. Returns a function that removes it, unless another process has replaced it meanwhile. */
export function writeAddress(config: string, { url, domain }: DevAddress): () => void {
  const file = addressFile(config)
  const text = [`SWF_ENDPOINT=${url}`, `SWF_DOMAIN=${domain}`, `REYIELD_DEV_PID=${process.pid}`, ''].join(
    '\n',
  )
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return () => {
    if (contentOf(file) === text) rmSync(file, { force: true })
  }
}

/**
 * The URL of the local SWF that `reyield dev` runs for a configuration.
 *
 * @throws ConfigError (CONFIG_INVALID) if none runs, or if there is no configuration
 */
export function devUrl(config: string | undefined): string {
  const what = `The endpoint is '${devEndpoint}', the local SWF of reyield dev`
  if (config === undefined)
    throw new ConfigError(`${what}, but there is no configuration file. It says for which folder`)
  const { SWF_ENDPOINT, REYIELD_DEV_PID } = parseEnv(contentOf(addressFile(config)) ?? '')
  // a session that was killed leaves its file, and by now the port may be that of another program
  if (SWF_ENDPOINT !== undefined && isRunning(Number(REYIELD_DEV_PID))) return SWF_ENDPOINT
  throw new ConfigError(
    `${what}, but it doesn't run in ${dirname(config)}. Start it there: reyield dev. For another SWF, give its URL with --endpoint`,
  )
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
