import type { Decision } from '@aws-sdk/client-swf'
import type { Engine } from '../engine.ts'
import type { Entry } from '../match/ledger.ts'
import { engineTimer } from '../program/ids.ts'
import { cancel } from './cancel.ts'
import { close } from './close.ts'
import { scheduleActivityTask } from './schedule-activity-task.ts'
import { startTimer, startTimerOf } from './start-timer.ts'

/** SWF's ceilings as the engine keeps them (policy, never part of the check: rule W3). */
export interface Limits {
  /** Decisions in one answer. Default 100. */
  readonly decisions: number
  /** UTF-8 bytes of one answer, as JSON. Default 900,000: SWF takes requests of 1 MB. */
  readonly bytes: number
  /** Open activities of an execution. Default 1,000. */
  readonly openActivities: number
  /** Open timers of an execution without the engine's own. Default 998. */
  readonly openTimers: number
}

export const defaultLimits: Limits = { decisions: 100, bytes: 900_000, openActivities: 1000, openTimers: 998 }

/**
 * What is wanted and not recorded, as decisions.
 *
 * - L3 Order: cancels, starts in order of asking, engine timers, close. What doesn't fit travels with the next decision
 *   task, which `~wake` brings.
 * - L4 General law: an answer that leaves anything unsent must leave something that will bring a task.
 * - L6 A close travels without starts and timers.
 */
export function emit(engine: Engine, taskStarted: Date, limits: Limits): Decision[] {
  if (engine.closed) return []
  if (engine.outcome !== undefined) {
    return engine.backoff.closeHeld ? back(engine) : [close(engine.outcome, engine)]
  }
  const cancels = [...engine.ledger.toCancel()]
  const starts = [...startable(engine, cancels, limits)]
  const wanted = [...cancels.map(entry => () => cancel(entry)), ...starts.map(entry => () => start(entry))]
  const held = [...engine.ledger.wanted.values()].some(entry => entry.held)
  const { fitting, all } = cut(wanted, held, limits)
  return [
    ...fitting,
    ...(all || engine.backoff.isOpen(engineTimer.wake) ? [] : [startTimerOf(engineTimer.wake, 0)]),
    ...(held ? back(engine) : []),
  ]

  function start(entry: Entry): Decision {
    return entry.kind === 'timer' ? startTimer(entry, taskStarted) : scheduleActivityTask(entry, engine)
  }
}

/** What is wanted and may be started now: not held, not waiting for its id, within the windows (L4). */
function* startable(engine: Engine, cancels: readonly Entry[], limits: Limits): Generator<Entry> {
  const { ledger } = engine
  const room = {
    activity: limits.openActivities - ledger.openCount('activity'),
    timer:
      limits.openTimers - ledger.openCount('timer') + cancels.filter(entry => entry.kind === 'timer').length,
  }
  for (const entry of ledger.wanted.values()) {
    if (entry.held || ledger.blocked(entry) || room[entry.kind] <= 0) continue
    room[entry.kind]--
    yield entry
  }
}

/** As many decisions as one answer takes: all of them, or what leaves room for the engine's two timers. */
function cut(
  wanted: readonly (() => Decision)[],
  held: boolean,
  limits: Limits,
): { fitting: Decision[]; all: boolean } {
  const fits = wanted.length + (held ? 1 : 0) <= limits.decisions
  const most = fits ? wanted.length : Math.max(limits.decisions - 2, 1)
  const fitting: Decision[] = []
  let bytes = 0
  for (const make of wanted.slice(0, most)) {
    const decision = make()
    bytes += Buffer.byteLength(JSON.stringify(decision))
    if (bytes > limits.bytes && fitting.length > 0) break
    fitting.push(decision)
  }
  return { fitting, all: fitting.length === wanted.length }
}

/** `~back`, one at a time (L2). */
const back = (engine: Engine): Decision[] =>
  engine.backoff.isOpen(engineTimer.back) ? [] : [startTimerOf(engineTimer.back, engine.backoff.seconds)]
