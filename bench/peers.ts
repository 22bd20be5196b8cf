import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Figure, MeasureOptions } from './measure.ts'

/** The peers whose replay is measured, and whether they need a newer Node than Reyield. */
const replayScripts = {
  'Azure durable-functions': { script: 'replay-azure.mjs', ownNode: false },
  'durabletask-js': { script: 'replay-durabletask.mjs', ownNode: true },
}

/**
 * The path of a file in `bench/peers/`.
 *
 * @throws Error if the peers aren't installed
 */
export function peersFolder(file: string): string {
  const path = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url))
  if (existsSync(path('node_modules'))) return path(file)
  throw new Error(
    'The peers are not installed: run `npm ci --prefix bench/peers` (see bench/peers/README.md)',
  )
}

/** The Node that is installed with the peers, for those that need a newer one than Reyield. */
export const nodeOfPeers = (): string => peersFolder('node_modules/node/bin/node')

/**
 * The replay of the same history by other engines, in processes of their own. Each script gets a mode and a number of activities, and
 * prints a line of JSON with `microsecondsPerActivity` and `version`.
 */
export function replayPeers(
  { peers: asked }: MeasureOptions,
  measure: string,
  mode: string,
  counts: readonly number[],
): Figure[] {
  if (!asked) return []
  return Object.entries(replayScripts).flatMap(([peer, { script, ownNode }]) =>
    counts.map(count => {
      const node = ownNode ? nodeOfPeers() : process.execPath
      const args = [peersFolder(script), mode, String(count)]
      const { stdout, status, stderr } = spawnSync(node, args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(`${peer} failed: ${stderr}`)
      const { microsecondsPerActivity, version } = JSON.parse(stdout) as {
        microsecondsPerActivity: number
        version: string
      }
      return {
        measure,
        at: `activities=${count}`,
        value: microsecondsPerActivity,
        unit: 'us/activity',
        peer: `${peer} ${version}`,
      }
    }),
  )
}
