import { now, sideEffect } from '@reyield/workflow'
import { dueAt, timesBetween } from '../times/due.ts'
import { tick, tickAgain, tickAt } from './ask.ts'
import { apply, isNewTrigger, type Command } from './commands.ts'
import { counted, withProblem, type ScheduleState } from './state.ts'
import type { Steps } from './steps.ts'

/** The state after some work. */
interface Worked {
  readonly state: ScheduleState
  /** How many runs it has asked SWF for. */
  readonly ticks: number
}

/** What is left after the runs that are due. */
interface Turn extends Worked {
  /** When a time is due next. */
  readonly next?: number
  /** Whether there is more to do at once. */
  readonly hasMore: boolean
}

/** When it looks again after croner has refused an expression that an earlier croner accepted. */
const problemWait = 3_600_000
/** Backfills are run in parts, so that the times of the schedule aren't late. */
const backfillPart = 10

/** Does what it's asked to, in the order of the commands. */
export function* obey(before: ScheduleState, commands: readonly Command[]): Steps<Worked> {
  let state = before
  let ticks = 0
  for (const command of commands) {
    state = apply(state, command, (yield* now()).getTime())
    if (!isNewTrigger(command, state)) continue
    state = yield* tick({ ...state, triggered: command.at }, command.at)
    ticks++
  }
  return { state, ticks }
}

/** Starts all runs that are due, and a part of a backfill. */
export function* runDue(before: ScheduleState): Steps<Turn> {
  if (before.paused !== undefined) return { state: before, ticks: 0, hasMore: false }
  const time = (yield* now()).getTime()
  let state = before
  let ticks = 0
  if (state.waiting !== undefined && state.waiting.at <= time) {
    state = yield* tickAgain(state)
    ticks++
  }
  const { spec, cursor = time } = state
  // by SWF's present time: the timer may have fired long before anybody was there to decide
  const { due, missed, next, problem, ...seen } = yield* sideEffect(now => dueAt(spec, cursor, now.getTime()))
  state = counted({ ...state, cursor: seen.cursor }, 'missed', missed)
  if (problem !== undefined) state = withProblem(state, time, problem)
  for (const each of due) {
    state = yield* tick(state, each)
    ticks++
  }
  const filled = yield* backfill(state)
  return {
    state: filled.state,
    ticks: ticks + filled.ticks,
    hasMore: filled.state.backfills !== undefined,
    ...(problem !== undefined ? { next: time + problemWait } : next === undefined ? {} : { next }),
  }
}

/** Runs a part of the first backfill. */
function* backfill(before: ScheduleState): Steps<Worked> {
  const { backfills: [first, ...further] = [], ...others } = before
  if (first === undefined) return { state: others, ticks: 0 }
  const { spec } = before
  const { after, until } = first
  const { times, problem } = yield* sideEffect(() => timesBetween(spec, after, until, backfillPart))
  let state: ScheduleState = others
  for (const time of times) state = yield* tickAt(state, time)
  if (problem !== undefined) state = withProblem(state, (yield* now()).getTime(), problem)
  const rest = times.length < backfillPart ? further : [{ after: times.at(-1)!, until }, ...further]
  return { state: rest.length === 0 ? state : { ...state, backfills: rest }, ticks: times.length }
}
