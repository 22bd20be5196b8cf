import type { CallerConfig } from './caller.ts'
import type { Credentials } from './sign.ts'

/** The options of the SDK's client that decide how requests are signed. */
interface Settings {
  readonly region?: unknown
  readonly credentials?: unknown
}

/**
 * The region and the credentials of lean requests. What is given as a value, or in the environment, is used as it is. For all other
 * sources `ofSdk` is asked, which loads the AWS SDK.
 */
export function leanConfig({ region, credentials }: Settings, ofSdk: () => CallerConfig): CallerConfig {
  let ofEnvironment: Credentials | undefined
  return {
    region: () => (typeof region === 'string' ? Promise.resolve(region) : ofSdk().region()),
    credentials() {
      if (isCredentials(credentials)) return Promise.resolve(credentials)
      if (credentials === undefined) ofEnvironment ??= credentialsIn(process.env)
      return ofEnvironment === undefined ? ofSdk().credentials() : Promise.resolve(ofEnvironment)
    },
  }
}

const isCredentials = (value: unknown): value is Credentials =>
  typeof value === 'object' && value !== null && 'accessKeyId' in value && 'secretAccessKey' in value

/** Credentials in the environment, where the SDK would use them as well: it prefers a profile, and forgets those that expire. */
function credentialsIn(env: NodeJS.ProcessEnv): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY || env['AWS_PROFILE']) return undefined
  if (env['AWS_CREDENTIAL_EXPIRATION']) return undefined
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  }
}
