import { startReplayHost, type ReplayHost, type ReplayHostOptions } from './replay-host.ts'

/** The replay hosts of several builds. */
export interface ReplayHosts {
  /** The host of a build. The default one if the build is unknown, or if there is no build id. */
  of(buildId: string | undefined): ReplayHost
  /** All hosts, the default one first. */
  readonly all: readonly ReplayHost[]
  /** Ends all processes. */
  close(): Promise<void>
}

/**
 * Creates a replay host for each configured build, by their build ids. A process starts with the first request to its host. Views of
 * executions use the host of the build that has decided last, which a worker's identity contains. For other builds they use the default.
 *
 * @throws as `startReplayHost`
 * @example
 * ```ts
 * const hosts = hostsOf({ workflows: ['dist/workflows.js'], buildId: '52a' }, [{ workflows: ['old/workflows.js'], buildId: '41f' }])
 * const { branches } = await hosts.of('41f').moment(run)
 * ```
 */
export function hostsOf(usual: ReplayHostOptions, builds: readonly ReplayHostOptions[] = []): ReplayHosts {
  const first = startReplayHost(usual)
  const all = [first, ...builds.map(startReplayHost)]
  return {
    all,
    of: buildId => all.find(host => buildId !== undefined && host.buildId === buildId) ?? first,
    close: async () => void (await Promise.all(all.map(host => host.close()))),
  }
}
