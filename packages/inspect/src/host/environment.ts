import { devNull } from 'node:os'

/** The variables of AWS that contain no credentials and say nowhere to find any. */
const harmless = new Set(['AWS_REGION', 'AWS_DEFAULT_REGION'])

/**
 * An environment for code that must not reach AWS. Every variable that begins with `AWS_` is left out, except the region: keys and
 * session tokens, the profile, files with credentials, configuration or web identity tokens, roles, and the URIs of container
 * credentials. The shared files are replaced by an empty one, and the metadata service of EC2 is disabled.
 */
export function withoutCredentials(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !name.toUpperCase().startsWith('AWS_') || harmless.has(name),
  )
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
  }
}
