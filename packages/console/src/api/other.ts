import type { ScheduleDescription } from '@reyield/schedules'
import type { RunRef, Wire } from './wire.ts'

/** `GET /api/task-lists`: the task lists that open executions and configured workflows name. */
export interface TaskListRow {
  readonly name: string
  readonly decisions: Backlog
  readonly activities: Backlog
  /** Schedule-to-start of the tasks seen lately, in milliseconds. */
  readonly wait?: { readonly p50: number; readonly p95: number; readonly count: number }
  /** Types seen in it: `order@1.0`. */
  readonly types: readonly string[]
  /** Who has started tasks of it lately. */
  readonly identities: readonly {
    readonly identity: string
    readonly build?: string
    readonly seen: string
  }[]
}

/** Tasks that no worker has started. */
export interface Backlog {
  readonly count: number
  readonly truncated: boolean
}

/** `GET /api/schedules`. `POST /api/schedules/<name>/<pause | resume | trigger | delete>` steers one. */
export type ScheduleRow = Wire<ScheduleDescription>

/** `GET /api/clock`: the clock of the local SWF. `POST /api/clock/skip` (`ClockSkip`) moves it. */
export interface ClockState {
  readonly now: string
  /** What the clock would skip to next: the sentence, and when. */
  readonly next?: {
    readonly text: string
    readonly at: string
    /** Whether it ends something, so that it is asked for twice. */
    readonly ends: boolean
    readonly run?: RunRef
  }
}

/** Skips to the next event, or by milliseconds. */
export type ClockSkip = { readonly to: 'next' } | { readonly by: number }

/** `GET` and `PUT /api/faults`: faults that the local SWF injects, as `@reyield/local` describes them. */
export interface FaultState {
  readonly faults: readonly Readonly<Record<string, unknown>>[]
}

/**
 * `GET /api/events`: server-sent events; the data of each is JSON. `id` is a counter: with `Last-Event-ID` the server first says `reload`
 * if it no longer knows what came in between. A page says with `?run=<workflow id>/<run id>` at which run it looks.
 */
export interface ServerEvents {
  /** Executions have changed; absent: unknown which, list again. */
  readonly executions: { readonly changed?: readonly RunRef[] }
  readonly attention: { readonly lookedAt: number; readonly complete: boolean; readonly found: number }
  readonly bulk: { readonly id: string }
  readonly clock: { readonly now: string }
  /** How many calls of SWF's actions this console has made in the last minute, and how many it allows itself. */
  readonly calls: { readonly lastMinute: number; readonly budget: number }
  /** SWF can't be reached, or can again. */
  readonly service: { readonly reachable: boolean; readonly code?: string }
  readonly reload: Record<string, never>
}
