import { isAccepted, typeName, type Lock, type LockedBuild, type LockedWorkflow } from '../files/lock.ts'
import type { Finding } from './finding.ts'
import type { Surface, SurfaceWorkflow } from './surface.ts'

/** Compares what the present code declares with the builds of a lock. What open executions need is compared with all builds. */
export function compareSurface(lock: Lock, present: Surface): Finding[] {
  const last = lock.builds.at(-1)
  return [
    ...goneTypes(lock, present),
    ...goneActivities(lock, present),
    ...(last === undefined ? [] : notes(last, present)),
    ...(present.activitiesError === undefined ? [] : [notLoaded(present.activitiesError)]),
  ]
}

/** The builds that have a type, by the type, without those for which nothing is open. */
function buildsByType(
  lock: Lock,
): Map<string, { readonly build: LockedBuild; readonly type: LockedWorkflow }[]> {
  const byType = new Map<string, { build: LockedBuild; type: LockedWorkflow }[]>()
  for (const build of lock.builds) {
    for (const type of build.workflows) {
      const name = typeName(type)
      if (isAccepted(lock, name, build.id)) continue
      byType.set(name, [...(byType.get(name) ?? []), { build, type }])
    }
  }
  return byType
}

function goneTypes(lock: Lock, { workflows }: Surface): Finding[] {
  const present = new Set(workflows.map(typeName))
  return [...buildsByType(lock)]
    .filter(([name]) => !present.has(name))
    .map(([name, locked]) => ({
      level: 'error',
      workflow: name,
      builds: locked.map(({ build }) => build.id),
      what: `Workflow type ${name} is gone. Its open executions would be held`,
      remedy: `Keep it beside a new version until none of its executions is open`,
    }))
}

/** Activities that a build has implemented, and the present code doesn't. */
function goneActivities(lock: Lock, { activities }: Surface): Finding[] {
  if (activities === undefined) return []
  const present = new Set(activities)
  const used = new Map<string, Finding>()
  const gone = ({ activities: all }: LockedBuild) => all.filter(name => !present.has(name))
  for (const [workflow, locked] of buildsByType(lock)) {
    for (const { build, type } of locked) {
      for (const name of gone(build).filter(each => type.activities.includes(each))) {
        const key = `${workflow} ${name}`
        const builds = [...(used.get(key)?.builds ?? []), build.id]
        used.set(key, {
          level: 'error',
          workflow,
          builds,
          what: `Activity ${name} is gone. Executions of ${workflow} in which it is open would wait for it`,
          remedy: 'Keep its implementation until no execution waits for it',
        })
      }
    }
  }
  const last = lock.builds.at(-1)
  const named = new Set([...used.keys()].map(key => key.slice(key.indexOf(' ') + 1)))
  const unused = last === undefined ? [] : gone(last).filter(name => !named.has(name))
  return [
    ...used.values(),
    ...unused.map(name => note(last!, undefined, `Activity ${name} is gone`, 'No locked history uses it')),
  ]
}

/** What open executions don't need, compared with the build that is deployed. */
function notes(build: LockedBuild, { workflows, signals }: Surface): Finding[] {
  const present = new Map(workflows.map(workflow => [typeName(workflow), workflow]))
  return [
    ...build.workflows.flatMap(type => {
      const now = present.get(typeName(type))
      return now === undefined ? [] : [...changedDefaults(build, type, now), ...otherNotes(build, type, now)]
    }),
    ...build.signals
      .filter(name => !signals.includes(name))
      .map(name =>
        note(
          build,
          undefined,
          `Signal '${name}' is no longer exported`,
          'Programs may still send it to open executions',
        ),
      ),
  ]
}

function changedDefaults(build: LockedBuild, type: LockedWorkflow, now: SurfaceWorkflow): Finding[] {
  const members = new Set([...Object.keys(type.defaults), ...Object.keys(now.defaults)])
  return [...members]
    .filter(member => type.defaults[member] !== now.defaults[member])
    .map(member =>
      note(
        build,
        typeName(type),
        `${typeName(type)} is registered with ${member} ${type.defaults[member] ?? 'none'}, and the code has ${now.defaults[member] ?? 'none'}`,
        'Types are immutable in SWF. Give the workflow a new version if other programs start it',
      ),
    )
}

function otherNotes(build: LockedBuild, type: LockedWorkflow, now: SurfaceWorkflow): Finding[] {
  const name = typeName(type)
  const serializer =
    type.serializer === now.serializer
      ? []
      : [
          note(
            build,
            name,
            `${name} was written by serializer '${type.serializer}', and the code has '${now.serializer}'`,
            'Open executions have inputs and results of the old one. Give the workflow a new version',
          ),
        ]
  const unretired = type.retired
    .filter(id => !now.retired.includes(id))
    .map(id =>
      note(
        build,
        name,
        `Patch '${id}' of ${name} is no longer retired`,
        'Executions with its marker would be held. reyield check --open says whether there are any',
      ),
    )
  return [...serializer, ...unretired]
}

const notLoaded = (error: string): Finding => ({
  level: 'note',
  workflow: undefined,
  builds: [],
  what: `Activities aren't compared: ${error}`,
  remedy: 'The modules of the member activities must load without what only workers have',
})

const note = (build: LockedBuild, workflow: string | undefined, what: string, remedy: string): Finding => ({
  level: 'note',
  workflow,
  builds: [build.id],
  what,
  remedy,
})
