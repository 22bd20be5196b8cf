import { milliseconds } from '@reyield/workflow'
import { devEndpoint, isEndpoint } from '../dev/address-file.ts'
import { ConfigError } from '../errors/config.ts'
import { nearest } from '../near/distance.ts'
import type { BuildConfig, DevConfig, ProfileConfig, ReyieldConfig } from './config.ts'

/** Checks the value of a member. Returns what was expected if it's something else. */
type Check = (value: unknown, path: string) => string | undefined

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text: Check = value =>
  typeof value === 'string' && value !== '' ? undefined : 'a string that is not empty'

const paths: Check = value =>
  [value].flat().every(each => typeof each === 'string' && each !== '') && [value].flat().length > 0
    ? undefined
    : 'a path or a glob, or a list of them'

const url: Check = value =>
  typeof value === 'string' && isEndpoint(value)
    ? undefined
    : `a URL that begins with http:// or https://, or '${devEndpoint}'`

const pipeline: Check = value =>
  text(value, '') === undefined || (Array.isArray(value) && value.every(isObject))
    ? undefined
    : 'the path of a module, or a list of codecs'

function duration(value: unknown): string | undefined {
  try {
    milliseconds(value as '1s', '')
    return undefined
  } catch {
    return "a length of time such as '30s' or '5m'"
  }
}

const mapOf =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isObject(value)) return 'an object'
    for (const [name, each] of Object.entries(value)) checkMembers(each, members, `${path}.${name}`)
    return undefined
  }

const ofBuild: Readonly<Record<keyof BuildConfig, Check>> = { workflows: paths }

const ofProfile: Readonly<Record<keyof ProfileConfig, Check>> = {
  endpoint: url,
  region: text,
  domain: text,
  workflows: paths,
  activities: paths,
  serializer: text,
  pipeline,
  builds: mapOf(ofBuild),
  retryFor: duration,
  replayTimeout: duration,
}

const ofDev: Readonly<Record<keyof DevConfig, Check>> = { worker: text, inputs: text, watch: paths }

const dev: Check = (value, path) => {
  if (!isObject(value)) return 'an object'
  checkMembers(value, ofDev, path)
  return value['worker'] === undefined ? 'an object with the member worker' : undefined
}

const ofConfig: Readonly<Record<keyof ReyieldConfig, Check>> = {
  ...ofProfile,
  profiles: mapOf(ofProfile),
  dev,
}

/**
 * Checks what a configuration file exports. `file` is for messages.
 *
 * @throws ConfigError (CONFIG_INVALID)
 */
export function checkConfig(value: unknown, file: string): ReyieldConfig {
  checkMembers(value, ofConfig, file)
  return value as ReyieldConfig
}

function checkMembers(value: unknown, members: Readonly<Record<string, Check>>, path: string): void {
  if (!isObject(value)) throw new ConfigError(`${path} is ${kindOf(value)}: expected an object`)
  for (const [name, each] of Object.entries(value)) {
    const at = `${path}: ${name}`
    const check = Object.hasOwn(members, name) ? members[name] : undefined
    if (check === undefined) {
      const [near] = nearest(name, Object.keys(members))
      throw new ConfigError(
        `${at} is no member of a configuration. ${near === undefined ? `Those are ${Object.keys(members).join(', ')}` : `Did you mean ${near}?`}`,
      )
    }
    const expected = each === undefined ? undefined : check(each, at)
    if (expected !== undefined) throw new ConfigError(`${at} is ${kindOf(each)}: expected ${expected}`)
  }
}

/** What a value is: its kind, or for a string its beginning. */
function kindOf(value: unknown): string {
  if (value === '') return 'an empty string'
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'string') return `'${value.slice(0, 40)}'`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
