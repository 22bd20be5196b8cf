import type { ScheduleSpec } from './spec.ts'

/** What the tags of a schedule's execution say, for lists: SWF lists no inputs. */
export interface TaggedSchedule {
  readonly cron: string | undefined
  /** In milliseconds. */
  readonly every: number | undefined
  readonly timeZone: string | undefined
  /** The type that it starts: `NAME@VERSION`. */
  readonly target: string | undefined
  readonly paused: boolean
}

/** The tags of a schedule's execution. Their form is stored for years. */
export function tagsOf(spec: ScheduleSpec, paused: boolean): string[] {
  const times = spec.cron === undefined ? `every:${spec.every}` : `cron:${spec.cron}`
  const target = `target:${spec.run.name}@${spec.run.version}`
  return [times, `zone:${spec.timeZone}`, target, `paused:${paused}`].map(tag => tag.slice(0, 256))
}

/** Reads the tags of a schedule's execution. */
export function readTags(tags: readonly string[]): TaggedSchedule {
  const of = (key: string) => tags.find(tag => tag.startsWith(`${key}:`))?.slice(key.length + 1)
  const every = of('every')
  return {
    cron: of('cron'),
    every: every === undefined ? undefined : Number(every),
    timeZone: of('zone'),
    target: of('target'),
    paused: of('paused') === 'true',
  }
}
