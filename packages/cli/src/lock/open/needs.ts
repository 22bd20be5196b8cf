import { typeName, type Lock } from '../files/lock.ts'
import type { Surface } from '../surface/surface.ts'
import type { OpenExecution } from './execution.ts'

/** What the open executions of a domain need of the lock and of the code. */
export interface Needs {
  readonly builds: readonly BuildNeed[]
  readonly patches: readonly PatchNeed[]
  /** Activities that the code doesn't implement, with the executions that wait for them. */
  readonly gone: readonly { readonly activity: string; readonly executions: readonly OpenExecution[] }[]
  /** How many executions were decided by workers without a build id. Any build may have been theirs. */
  readonly withoutBuild: number
}

export interface BuildNeed {
  readonly id: string
  /** How many open executions it has decided something in. */
  readonly executions: number
  /** Whether its histories must stay. Those of the last one do: it goes on starting executions. */
  readonly isNeeded: boolean
}

/** A patch of a workflow type. */
export interface PatchNeed {
  readonly workflow: string
  readonly id: string
  readonly isRetired: boolean
  /** How many open executions have its marker. */
  readonly marked: number
  /** In how many open executions `patched(…)` has returned false. */
  readonly oldWay: number
  /**
   * - `retire`: the old code can be removed, and the id declared as retired.
   * - `remove`: the retired id can be removed.
   * - `keep`: open executions need it, or it isn't deployed yet, or it isn't known.
   */
  readonly next: 'keep' | 'retire' | 'remove'
}

/** `isComplete`: whether these are all open executions. */
export function needsOf(
  executions: readonly OpenExecution[],
  isComplete: boolean,
  lock: Lock,
  surface: Surface,
): Needs {
  const withoutBuild = executions.filter(({ builds }) => builds.has(undefined)).length
  const everyBuildIsKnown = isComplete && withoutBuild === 0
  const last = lock.builds.at(-1)
  return {
    builds: lock.builds.map(({ id }) => {
      const count = executions.filter(({ builds }) => builds.has(id)).length
      return { id, executions: count, isNeeded: count > 0 || id === last?.id || !everyBuildIsKnown }
    }),
    patches: patchNeeds(executions, isComplete, lock, surface),
    gone: goneActivities(executions, lock, surface),
    withoutBuild,
  }
}

function patchNeeds(
  executions: readonly OpenExecution[],
  isComplete: boolean,
  lock: Lock,
  { workflows }: Surface,
): PatchNeed[] {
  const deployed = lock.builds.at(-1)?.workflows ?? []
  return workflows.flatMap(type => {
    const workflow = typeName(type)
    const ofType = executions.filter(each => each.workflow === workflow)
    const released = deployed.find(each => typeName(each) === workflow)
    const isKnown = isComplete && ofType.every(({ check }) => check.error === undefined)
    const called = ofType.flatMap(({ check }) => (check.patches ?? []).map(({ id }) => id))
    // a patch of the last build that the code has retired meanwhile is called no longer
    const ids = new Set([...(released?.patches ?? []), ...called, ...type.retired])
    return [...ids].toSorted().map(id => {
      const isRetired = type.retired.includes(id)
      const marked = ofType.filter(each => each.marked.has(id)).length
      const oldWay = ofType.filter(({ check }) =>
        check.patches?.some(patch => patch.id === id && patch.wentOldWay),
      ).length
      // while code before the change is deployed, executions may still go the old way, or get another marker
      const next = !isKnown
        ? 'keep'
        : isRetired
          ? marked === 0 && released?.retired.includes(id) === true
            ? 'remove'
            : 'keep'
          : oldWay === 0 && released?.patches.includes(id) === true
            ? 'retire'
            : 'keep'
      return { workflow, id, isRetired, marked, oldWay, next }
    })
  })
}

/** Activities that a locked build has implemented. Others are those of other programs. */
function goneActivities(
  executions: readonly OpenExecution[],
  { builds }: Lock,
  { activities }: Surface,
): Needs['gone'] {
  if (activities === undefined) return []
  const present = new Set(activities)
  const removed = new Set(builds.flatMap(build => build.activities.filter(name => !present.has(name))))
  const gone = new Map<string, OpenExecution[]>()
  for (const execution of executions) {
    for (const activity of execution.activities) {
      if (removed.has(activity)) gone.set(activity, [...(gone.get(activity) ?? []), execution])
    }
  }
  return [...gone].map(([activity, waiting]) => ({ activity, executions: waiting }))
}
