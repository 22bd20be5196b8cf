import type { ScheduleSpec } from '../spec.ts'
import { nextAfter } from './cron.ts'
import { jitterOf } from './jitter.ts'

/** What is due at a moment, in JSON: a marker records it. */
export interface Due {
  /** The times whose runs are due, oldest first. */
  readonly due: readonly number[]
  /** How many times have passed without a run. */
  readonly missed: number
  /** All times up to this one are dealt with. */
  readonly cursor: number
  /** When something is due next; undefined if never. */
  readonly next?: number
  /** Why no times could be found. */
  readonly problem?: string
}

/** The most runs in a row. */
const mostInARow = 10
/** The most times that are looked at one by one: croner takes up to half a millisecond for each. */
const mostLooked = 500

/** Computes what is due. It never throws: a deployment may have another croner, which an open schedule survives. */
export function dueAt(spec: ScheduleSpec, cursor: number, now: number): Due {
  try {
    return lookedUp(spec, nextAfter(spec), cursor, now)
  } catch (error) {
    return { due: [], missed: 0, cursor, problem: (error as Error).message.slice(0, 500) }
  }
}

function lookedUp(
  spec: ScheduleSpec,
  next: (time: number) => number | undefined,
  from: number,
  now: number,
): Due {
  const { catchUp, jitter } = spec
  const startOf = (time: number) => time + jitterOf(spec, time)
  let cursor = from
  let due: number[] = []
  let missed = 0
  for (let looked = 1; ; looked++) {
    const time = next(cursor)
    if (time === undefined) return { due, missed, cursor }
    if (startOf(time) > now) return { due, missed, cursor, next: startOf(time) }
    if (startOf(time) < now - catchUp) missed++
    else due.push(time)
    cursor = time
    if (due.length > mostInARow) {
      due = due.slice(1)
      missed++
    }
    if (looked % mostLooked !== 0) continue
    // far behind: goes on shortly before now, and estimates how many times are between
    const interval = (cursor - from) / looked
    const later = Math.floor(now - jitter - (mostLooked / 2) * interval)
    if (later > cursor) {
      missed += Math.round((later - cursor) / interval)
      cursor = later
    }
  }
}

/** The times after `after` up to `until`, at most `most` of them. */
export function timesBetween(
  spec: ScheduleSpec,
  after: number,
  until: number,
  most: number,
): { readonly times: readonly number[]; readonly problem?: string } {
  try {
    const next = nextAfter(spec)
    const times: number[] = []
    for (
      let time = next(after);
      time !== undefined && time <= until && times.length < most;
      time = next(time)
    ) {
      times.push(time)
    }
    return { times }
  } catch (error) {
    return { times: [], problem: (error as Error).message.slice(0, 500) }
  }
}
