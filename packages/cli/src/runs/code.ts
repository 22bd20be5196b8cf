import { hostsOf, type ReplayHosts } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { filesOf } from '../modules/glob.ts'

/**
 * The configured workflows, each build in a process of its own without credentials. A process starts when it's first asked. Undefined if
 * no workflows are configured.
 *
 * @throws ConfigError (CONFIG_INVALID) for a path that no file matches
 */
export async function codeOf({ settings, onClose }: CommandContext): Promise<ReplayHosts | undefined> {
  const { workflows, serializer, builds, replayTimeout } = await settings()
  if (workflows.length === 0) return undefined
  const common = { serializer, timeout: replayTimeout, typescriptLoader: import.meta.resolve('tsx') }
  const hosts = hostsOf(
    { ...common, workflows: filesOf(workflows, 'workflows'), buildId: process.env['REYIELD_BUILD_ID'] },
    Object.entries(builds).map(([buildId, build]) => ({
      ...common,
      buildId,
      workflows: filesOf(build.workflows, `builds['${buildId}'].workflows`),
    })),
  )
  onClose(() => hosts.close())
  return hosts
}
