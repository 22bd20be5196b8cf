import type { ReplayHost } from '@reyield/inspect'
import type { Settings } from '../../config/settings.ts'
import { filesOf } from '../../modules/glob.ts'
import { typeName, type LockedWorkflow } from '../files/lock.ts'

/** What the configured code declares. */
export interface Surface {
  readonly workflows: readonly SurfaceWorkflow[]
  readonly signals: readonly string[]
  /** `<name>@<version>`. Undefined if it isn't known, because none are configured or their modules can't be loaded. */
  readonly activities: readonly string[] | undefined
  /** Why modules of activities can't be loaded. */
  readonly activitiesError: string | undefined
}

/** A workflow type of the code. */
export type SurfaceWorkflow = Pick<LockedWorkflow, 'name' | 'version' | 'defaults' | 'serializer' | 'retired'>

/**
 * Reads what the configured code declares, in the process of a replay host.
 *
 * @throws ReplayHostFailedError (REPLAY_HOST_FAILED), ReplayHostTimedOutError (REPLAY_HOST_TIMED_OUT), ConfigError (CONFIG_INVALID)
 */
export async function surfaceOf(host: ReplayHost, { activities }: Settings): Promise<Surface> {
  const [definitions, signals, found] = await Promise.all([
    host.definitions(),
    host.signals().then(found => found.map(({ name }) => name)),
    activitiesOf(host, activities),
  ])
  const workflows = definitions.map(of => ({
    name: of.name,
    version: of.version,
    defaults: {
      ...(of.taskList === undefined ? {} : { taskList: of.taskList }),
      ...(of.executionStartToClose === undefined
        ? {}
        : { executionStartToCloseTimeout: of.executionStartToClose }),
      taskStartToCloseTimeout: of.taskStartToClose,
      childPolicy: of.childPolicy,
    },
    serializer: of.serializer,
    retired: of.retired.toSorted(),
  }))
  return { workflows: workflows.toSorted(byName), signals: signals.toSorted(), ...found }
}

const byName = (a: SurfaceWorkflow, b: SurfaceWorkflow) => (typeName(a) < typeName(b) ? -1 : 1)

/** Modules of activities may need what CI doesn't have, a database for instance. Then the check does without them. */
async function activitiesOf(
  host: ReplayHost,
  patterns: readonly string[],
): Promise<Pick<Surface, 'activities' | 'activitiesError'>> {
  if (patterns.length === 0) return { activities: undefined, activitiesError: undefined }
  const modules = filesOf(patterns, 'activities')
  try {
    const types = await host.activityTypes(modules)
    return { activities: types.map(typeName).toSorted(), activitiesError: undefined }
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string }
    if (code !== 'REPLAY_HOST_FAILED' && code !== 'REPLAY_HOST_TIMED_OUT') throw error
    return { activities: undefined, activitiesError: message }
  }
}
