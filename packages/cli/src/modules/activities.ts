import type { ActivityTypeOptions } from '@reyield/client'
import { filesOf } from './glob.ts'
import { importConfigured } from './import-member.ts'

/**
 * The activity types of modules: each exported function is one, as for a worker, and the implementations in exported lists.
 *
 * @throws ConfigError (CONFIG_INVALID)
 */
export async function loadActivities(patterns: readonly string[]): Promise<ActivityTypeOptions[]> {
  const found = new Map<string, ActivityTypeOptions>()
  for (const file of filesOf(patterns, 'activities')) {
    for (const [name, exported] of Object.entries(await importConfigured(file, 'activities'))) {
      for (const type of typesOf(name, exported)) found.set(`${type.name}@${type.version ?? ''}`, type)
    }
  }
  return [...found.values()]
}

function typesOf(name: string, exported: unknown): ActivityTypeOptions[] {
  if (typeof exported === 'function') return name === 'default' || isClass(exported) ? [] : [{ name }]
  if (!Array.isArray(exported)) return []
  return exported.flatMap((each: { name?: unknown; version?: unknown; run?: unknown } | null) =>
    typeof each?.run === 'function' && typeof each.name === 'string'
      ? [{ name: each.name, ...(typeof each.version === 'string' ? { version: each.version } : {}) }]
      : [],
  )
}

const isClass = (value: object) => /^class\b/.test(Function.prototype.toString.call(value))
