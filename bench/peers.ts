import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Figure, MeasureOptions } from './measure.ts'

const scripts = { 'Azure durable-functions': 'replay-azure.cjs', 'durabletask-js': 'replay-durabletask.cjs' }

/**
 * The same on other engines, in processes of their own: scripts in the folder that REYIELD_PEERS names, each called with a
 * mode and a number of activities, that print a line of JSON with `wall_us_per_activity` and `version`.
 */
export function peers(
  { peers: asked }: MeasureOptions,
  measure: string,
  mode: string,
  counts: readonly number[],
): Figure[] {
  if (!asked) return []
  const folder = process.env['REYIELD_PEERS']
  if (folder === undefined) {
    throw new Error('--peers: REYIELD_PEERS is not set; it names the folder with the scripts of the peers')
  }
  return Object.entries(scripts).flatMap(([peer, script]) =>
    counts.flatMap(count => {
      const path = join(folder, script)
      if (!existsSync(path)) return []
      const { stdout } = spawnSync(process.execPath, [path, mode, String(count)], { encoding: 'utf8' })
      const line = stdout.split('\n').find(text => text.startsWith('{'))
      if (line === undefined) return []
      const { wall_us_per_activity: value, version } = JSON.parse(line) as {
        wall_us_per_activity: number
        version: string
      }
      return [{ measure, at: `activities=${count}`, value, unit: 'us/activity', peer: `${peer} ${version}` }]
    }),
  )
}
