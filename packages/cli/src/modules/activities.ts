import { activityTypesIn } from '@reyield/inspect/internal'
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
    for (const type of activityTypesIn(await importConfigured(file, 'activities'))) {
      found.set(`${type.name}@${type.version}`, type)
    }
  }
  return [...found.values()]
}
