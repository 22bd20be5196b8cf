import type { Decision } from '@aws-sdk/client-swf'
import type { Engine } from '../engine.ts'
import { holdBug } from '../errors/held.ts'
import type { Entry } from '../ledger/ledger.ts'
import { engineTimer } from '../program/ids.ts'
import { cancel } from './cancel.ts'
import { close } from './close.ts'
import type { Limits } from './limits.ts'
import { recordMarker } from './record-marker.ts'
import { startTimerOf } from './start-timer.ts'
import { starts } from './starts.ts'

/**
 * What is wanted and not recorded, as decisions.
 *
 * - L3 Order: markers, cancels, starts in order of asking, engine timers, close. What doesn't fit travels with the next
 *   decision task, which `~wake` brings. Markers always fit: a side effect beyond their budget wasn't run (M1, M2).
 * - L4 General law: an answer that leaves anything unsent must leave something that will bring a task.
 */
export function emit(engine: Engine, taskStarted: Date, limits: Limits): Decision[] {
  if (engine.closed) return []
  const markers = [...engine.markers.given].map(([name, details]) => recordMarker(name, details))
  if (engine.outcome !== undefined) return emitClose(engine, markers, limits)
  const cancels = [...engine.ledger.toCancel()]
  const wanted = [
    ...cancels.map(entry => () => cancel(entry)),
    ...[...startable(engine, cancels, limits)].map(
      entry => () => starts[entry.kind](entry, engine, taskStarted),
    ),
  ]
  const held = engine.ledger.anyHeld()
  const { decisions, all } = cut(markers, wanted, held ? 1 : 0, limits)
  const wake = (!all || engine.markers.anyWaiting) && !engine.backoff.isOpen(engineTimer.wake)
  return [...decisions, ...(wake ? [startTimerOf(engineTimer.wake, 0)] : []), ...(held ? back(engine) : [])]
}

/**
 * L6: a close travels with markers and the cancels of children, never with starts and timers (swf-semantics.md §3.3); timers and activities die
 * with the execution. It waits for children that can't be cancelled yet, and after a refusal for `~back` (L7); then what is
 * open is cancelled meanwhile.
 */
function emitClose(engine: Engine, markers: readonly Decision[], limits: Limits): Decision[] {
  const { ledger, backoff, outcome } = engine
  if ('error' in outcome! && !engine.startRefused && !engine.scheduler.isCancel(outcome.error)) {
    holdBug(outcome.error, engine) // E1
  }
  const held = backoff.closeHeld || ledger.anyHeld()
  const waits = held || ledger.hasUnsettledChildren()
  const cancels = [...ledger.toCancel()].filter(entry => waits || entry.kind === 'child')
  const { decisions, all } = cut(
    markers,
    cancels.map(entry => () => cancel(entry)),
    1,
    limits,
  )
  if (!all && !backoff.isOpen(engineTimer.wake)) decisions.push(startTimerOf(engineTimer.wake, 0))
  if (held) decisions.push(...back(engine))
  return all && !waits ? [...decisions, close(outcome!, engine)] : decisions
}

/** What is wanted and may be started now: not held, not waiting for its id, within the windows (L4). */
function* startable(engine: Engine, cancels: readonly Entry[], limits: Limits): Generator<Entry> {
  const { ledger } = engine
  const cancelledTimers = cancels.filter(entry => entry.kind === 'timer').length
  const room = {
    activity: limits.openActivities - ledger.openCount('activity'),
    timer: limits.openTimers - ledger.openCount('timer') + cancelledTimers,
    child: limits.openChildren - ledger.openCount('child'),
    lambda: limits.openLambdas - ledger.openCount('lambda'),
    signalExternal: Infinity,
    cancelExternal: Infinity,
  }
  for (const entry of ledger.wanted.values()) {
    if (entry.held || ledger.blocked(entry) || room[entry.kind] <= 0) continue
    room[entry.kind]--
    yield entry
  }
}

/** As many decisions as one answer takes: all of them, or what leaves room for the engine's two timers. */
function cut(
  markers: readonly Decision[],
  wanted: readonly (() => Decision)[],
  reserved: number,
  limits: Limits,
): { decisions: Decision[]; all: boolean } {
  const fits = markers.length + wanted.length + reserved <= limits.decisions
  const most = fits
    ? wanted.length
    : Math.max(limits.decisions - 2 - markers.length, markers.length > 0 ? 0 : 1)
  const decisions = [...markers]
  let bytes = sizeOf(markers)
  for (const make of wanted.slice(0, most)) {
    const decision = make()
    bytes += sizeOf(decision)
    if (bytes > limits.bytes && decisions.length > 0) break
    decisions.push(decision)
  }
  return { decisions, all: decisions.length === markers.length + wanted.length }
}

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** `~back`, one at a time (L2). */
const back = (engine: Engine): Decision[] =>
  engine.backoff.isOpen(engineTimer.back) ? [] : [startTimerOf(engineTimer.back, engine.backoff.seconds)]
