import { json } from '@reyield/data'
import { signal } from '@reyield/workflow'
import { isSpec, type ScheduleSpec } from '../spec.ts'
import { withoutWaiting, withProblem, type ScheduleState } from './state.ts'

/** What a schedule is asked to do. Stored for years, as plain JSON. Times are in milliseconds since 1970. */
export type Command =
  | { readonly do: 'update'; readonly spec: ScheduleSpec }
  | { readonly do: 'pause'; readonly note?: string }
  | { readonly do: 'resume' }
  | { readonly do: 'trigger'; readonly at: number }
  | { readonly do: 'backfill'; readonly after: number; readonly until: number }

/** All commands are one signal, so that they are received in the order in which they were sent. */
export const commands = signal<Command>('schedule', { serializer: json })

/** The state after a command. A trigger is for the caller. What can't be understood is noted and ignored. */
export function apply(state: ScheduleState, command: Command, now: number): ScheduleState {
  const { paused, ...running } = state
  switch (command?.do) {
    case 'update':
      if (!isSpec(command.spec) || command.spec.name !== state.spec.name) break
      return updated(state, command.spec, now)
    case 'pause': {
      const note = typeof command.note === 'string' ? { note: command.note } : {}
      return { ...withoutWaiting(state), paused: { since: paused?.since ?? now, ...note } }
    }
    case 'resume':
      return paused === undefined ? state : { ...running, cursor: now } // what was due meanwhile isn't missed
    case 'backfill':
      if (!isTime(command.after) || !isTime(command.until) || command.after >= command.until) break
      return {
        ...state,
        backfills: [...(state.backfills ?? []), { after: command.after, until: command.until }],
      }
    case 'trigger':
      if (!isTime(command.at)) break
      return state
  }
  return withProblem(state, now, 'A command could not be understood and was ignored')
}

/** Whether a command asks for a run that an earlier command hasn't asked for: a client may have sent it twice. */
export const isNewTrigger = (
  command: Command,
  { triggered }: ScheduleState,
): command is Command & { do: 'trigger' } =>
  command?.do === 'trigger' && isTime(command.at) && command.at !== triggered

/** Whether a recorded value is a time that a Date can have. */
const isTime = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= 8.64e15

function updated(state: ScheduleState, spec: ScheduleSpec, now: number): ScheduleState {
  if (JSON.stringify(spec) === JSON.stringify(state.spec)) return state
  const waits = spec.overlap === 'bufferOne' || spec.overlap === 'cancelOther'
  const { problem: _, ...others } = waits ? state : withoutWaiting(state)
  // new times count from now on
  const before = state.spec
  const sameTimes =
    spec.cron === before.cron && spec.every === before.every && spec.timeZone === before.timeZone
  return { ...others, spec, ...(sameTimes ? {} : { cursor: now }) }
}
