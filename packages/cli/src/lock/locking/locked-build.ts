import { loadHistory } from '@reyield/inspect'
import type { KeptHistory } from '../files/histories.ts'
import { typeName, type LockedBuild, type LockedWorkflow } from '../files/lock.ts'
import type { Locked } from '../files/store.ts'
import type { Surface, SurfaceWorkflow } from '../surface/surface.ts'
import type { Chosen } from './choose.ts'

/** The lock with one more build, after the others. */
export function withBuild(
  { lock, histories }: Locked,
  id: string,
  surface: Surface,
  chosen: ReadonlyMap<string, Chosen>,
): Locked {
  const build: LockedBuild = {
    id,
    workflows: surface.workflows.map(workflow => lockedWorkflow(workflow, chosen.get(typeName(workflow)))),
    signals: surface.signals,
    activities: surface.activities ?? [],
  }
  const added = [...chosen.values()].flatMap(({ histories: of }) => of.map(each => each.text()))
  return {
    lock: { ...lock, builds: [...lock.builds, build] },
    histories: withHistories(histories, id, added),
  }
}

/** A history that several builds have made is kept once. */
function withHistories(
  histories: readonly KeptHistory[],
  id: string,
  added: readonly string[],
): readonly KeptHistory[] {
  const byText = new Map(histories.map(({ text, builds }) => [text, builds]))
  for (const text of added) byText.set(text, [...(byText.get(text) ?? []), id])
  return [...byText].map(([text, builds]) => ({ builds, text }))
}

function lockedWorkflow(workflow: SurfaceWorkflow, chosen: Chosen | undefined): LockedWorkflow {
  const { name, version, defaults, serializer, retired } = workflow
  const { histories = [], patches = [] } = chosen ?? {}
  const activities = histories.flatMap(each => activitiesIn(each.text()))
  return {
    name,
    version,
    defaults,
    serializer,
    patches,
    retired,
    activities: [...new Set(activities)].toSorted(),
    histories: histories.length,
  }
}

const activitiesIn = (text: string): string[] =>
  loadHistory(text).events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled === undefined ? [] : [typeName(scheduled.activityType ?? {})],
  )
