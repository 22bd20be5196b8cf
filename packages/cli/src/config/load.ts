import { readFileSync } from 'node:fs'
import { dirname, extname, isAbsolute, resolve } from 'node:path'
import { milliseconds } from '@reyield/workflow'
import type { Given } from '../commands/given.ts'
import { ConfigError } from '../errors/config.ts'
import { UsageError } from '../errors/usage.ts'
import { devEndpoint, devUrl, isEndpoint } from '../dev/address-file.ts'
import { importConfigured } from '../modules/import-member.ts'
import { nearest } from '../near/distance.ts'
import type { ProfileConfig, ReyieldConfig } from './config.ts'
import { findConfig } from './find.ts'
import { checkConfig } from './members.ts'
import { isBuiltIn } from './serializers.ts'
import type { Settings } from './settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The settings of a command: flags before environment before profile before file before defaults.
 *
 * @throws ConfigError (CONFIG_INVALID), UsageError (USAGE_INVALID)
 */
export async function loadSettings(given: Given, env: Environment, folder: string): Promise<Settings> {
  const file = findConfig(folder, given.text('config') ?? variable(env, 'REYIELD_CONFIG'))
  const config = file === undefined ? {} : await readConfig(file)
  const profile = given.text('profile') ?? variable(env, 'REYIELD_PROFILE')
  const { profiles: _, dev, ...shared } = config
  const ofFile: ProfileConfig = { ...shared, ...defined(profileIn(config, profile, file)) }
  const base = file === undefined ? folder : dirname(file)
  const fromFile = (path: string) => (isAbsolute(path) ? path : resolve(base, path))
  const fromFolder = (path: string) => (isAbsolute(path) ? path : resolve(folder, path))
  const pathsOf = (paths: string | readonly string[] | undefined) => [paths ?? []].flat().map(fromFile)

  const flagged = given.text('serializer') ?? variable(env, 'REYIELD_SERIALIZER')
  const retryFor = given.text('retry-for') ?? variable(env, 'REYIELD_RETRY_FOR')
  const { pipeline, builds = {} } = ofFile
  const endpoint = checkedUrl(
    given.text('endpoint') ?? variable(env, 'REYIELD_ENDPOINT', 'SWF_ENDPOINT') ?? ofFile.endpoint,
  )
  return {
    file,
    profile,
    // looked up by those who need it: a command without an SWF, such as `dev` itself, works while no session runs
    get endpoint() {
      return endpoint === devEndpoint ? devUrl(file) : endpoint
    },
    region:
      given.text('region') ??
      variable(env, 'REYIELD_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION') ??
      ofFile.region,
    domain: given.text('domain') ?? variable(env, 'REYIELD_DOMAIN', 'SWF_DOMAIN') ?? ofFile.domain,
    workflows: pathsOf(ofFile.workflows),
    activities: pathsOf(ofFile.activities),
    serializer:
      flagged === undefined ? named(ofFile.serializer ?? 'superjson', fromFile) : named(flagged, fromFolder),
    pipeline: typeof pipeline === 'string' ? fromFile(pipeline) : pipeline,
    builds: Object.fromEntries(
      Object.entries(builds).map(([id, { workflows }]) => [id, { workflows: pathsOf(workflows) }]),
    ),
    dev: dev && {
      worker: fromFile(dev.worker),
      inputs: fromFile(dev.inputs ?? 'inputs'),
      watch: pathsOf(dev.watch),
    },
    retryFor: checkedDuration(retryFor ?? ofFile.retryFor ?? '30s', 'retryFor'),
    replayTimeout: checkedDuration(ofFile.replayTimeout ?? '5s', 'replayTimeout'),
  }
}

/** The first of the variables that has a value. An empty one has none. */
const variable = (env: Environment, ...names: readonly string[]): string | undefined =>
  names.map(name => env[name]).find(value => value !== undefined && value !== '')

const defined = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T

const named = (serializer: string, path: (path: string) => string) =>
  isBuiltIn(serializer) ? serializer : path(serializer)

async function readConfig(file: string): Promise<ReyieldConfig> {
  if (extname(file) !== '.json') {
    const module = await importConfigured(file, 'the configuration')
    const { default: config } = module
    if (config !== undefined) return checkConfig(unwrapped(config), file)
    throw new ConfigError(
      `The configuration file has no default export: ${file}. Expected was: export default defineConfig({ … })`,
    )
  }
  try {
    return checkConfig(JSON.parse(readFileSync(file, 'utf8')), file)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`The configuration file isn't JSON: ${file}. ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** A default export that was compiled to CommonJS is a member of the default export. */
const unwrapped = (config: unknown): unknown =>
  typeof config === 'object' && config !== null && '__esModule' in config && 'default' in config
    ? config.default
    : config

function profileIn(
  { profiles = {} }: ReyieldConfig,
  name: string | undefined,
  file: string | undefined,
): ProfileConfig {
  if (name === undefined) return {}
  if (Object.hasOwn(profiles, name)) return profiles[name]!
  const names = Object.keys(profiles)
  const [near] = nearest(name, names)
  throw new ConfigError(
    file === undefined
      ? `The profile '${name}' was chosen, but there is no configuration file. Profiles are in reyield.config.ts`
      : `The profile '${name}' isn't in ${file}. ${near !== undefined ? `Did you mean '${near}'?` : names.length === 0 ? 'It has no profiles' : `Its profiles are ${names.join(', ')}`}`,
  )
}

function checkedUrl(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined || isEndpoint(endpoint)) return endpoint
  throw new UsageError(
    `The endpoint is '${endpoint}': expected a URL that begins with http:// or https://, or '${devEndpoint}'`,
  )
}

function checkedDuration(value: string | number, member: string): number {
  try {
    return milliseconds(value, member)
  } catch (error) {
    throw new UsageError(`${member} is '${value}': expected a length of time such as 30s or 5m`, {
      cause: error,
    })
  }
}
