import { hostsOf, type ReplayHostOptions, type ReplayHosts } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import type { Settings } from '../config/settings.ts'
import { ConfigError } from '../errors/config.ts'
import { filesOf } from '../modules/glob.ts'

/**
 * The configured workflows, each build in a process of its own without credentials. A process starts when it's first asked. Undefined if
 * no workflows are configured.
 *
 * @throws ConfigError (CONFIG_INVALID) for a path that no file matches
 */
export async function codeOf({ settings, onClose }: CommandContext): Promise<ReplayHosts | undefined> {
  const configured = await settings()
  if (configured.workflows.length === 0) return undefined
  const present = presentCode(configured)
  const hosts = hostsOf(
    { ...present, buildId: process.env['REYIELD_BUILD_ID'] },
    Object.entries(configured.builds).map(([buildId, build]) => ({
      ...present,
      buildId,
      workflows: filesOf(build.workflows, `builds['${buildId}'].workflows`),
    })),
  )
  onClose(() => hosts.close())
  return hosts
}

/**
 * The same for commands that replay.
 *
 * @throws ConfigError (CONFIG_INVALID) also if no workflows are configured
 */
export async function requiredCode(context: CommandContext): Promise<ReplayHosts> {
  const hosts = await codeOf(context)
  if (hosts !== undefined) return hosts
  throw new ConfigError(
    'No workflows are configured, so there is no code to replay with. Set the member workflows of reyield.config.ts',
  )
}

/**
 * How the configured workflows are loaded into a replay host.
 *
 * @throws ConfigError (CONFIG_INVALID) for a path that no file matches
 */
export const presentCode = ({ workflows, serializer, replayTimeout }: Settings): ReplayHostOptions => ({
  workflows: filesOf(workflows, 'workflows'),
  serializer,
  timeout: replayTimeout,
  typescriptLoader: import.meta.resolve('tsx'),
})
