import type { Decision } from '@aws-sdk/client-swf'
import type { Engine } from '../engine.ts'
import { holdBug } from '../errors/held.ts'
import { recordMarker } from '../kinds/marker.ts'
import { kinds } from '../kinds/table.ts'
import { startTimer } from '../kinds/timer.ts'
import type { Entry } from '../ledger/entry.ts'
import { engineTimer } from '../program/ids.ts'
import { close } from './close.ts'
import type { Limits } from './limits.ts'
import type { Ceiling, LedgerRow } from '../kinds/kind.ts'

/**
 * Returns the decisions for everything that is wanted and not recorded.
 *
 * - L3 The order is markers, cancels, starts in order of asking, engine timers, close. Decisions that don't fit are sent with the
 *   next decision task, which `~wake` causes. Markers always fit, since a side effect beyond their limit isn't run (M1, M2).
 * - L4 If an answer leaves anything unsent, something must be open that causes another decision task.
 */
export function emit(engine: Engine, taskStarted: Date): Decision[] {
  const { limits } = engine
  if (engine.closed) return []
  const markers = [...engine.markers.given].map(([name, details]) => recordMarker(name, details))
  if (engine.outcome !== undefined) return emitClose(engine, markers)
  const cancels = [...engine.ledger.toCancel()]
  const wanted = [
    ...cancels.map(entry => () => cancel(entry)),
    ...[...startable(engine, cancels)].map(
      entry => () => kinds[entry.kind].start(entry, engine, taskStarted),
    ),
  ]
  const held = engine.ledger.anyHeld()
  const { decisions, all } = cut(markers, wanted, held ? 1 : 0, limits)
  const wake = (!all || engine.markers.anyWaiting) && !engine.backoff.isOpen(engineTimer.wake)
  return [...decisions, ...(wake ? [startTimer(engineTimer.wake, 0)] : []), ...(held ? back(engine) : [])]
}

/**
 * L6: a close is sent together with markers and cancels of children, never with starts and timers (swf-semantics.md §3.3). Timers and
 * activities end with the execution. The close waits for children that can't be canceled yet, and after a refusal for `~back` (L7).
 * While it waits, open operations are canceled.
 */
function emitClose(engine: Engine, markers: readonly Decision[]): Decision[] {
  const { ledger, backoff, outcome, limits } = engine
  if ('error' in outcome! && !engine.startRefused && !engine.scheduler.isCancel(outcome.error)) {
    holdBug(outcome.error, engine) // E1
  }
  const held = backoff.closeHeld || ledger.anyHeld()
  const waits = held || ledger.anyHoldsClose()
  const cancels = [...ledger.toCancel()].filter(entry => waits || kinds[entry.kind].outlivesExecution)
  const { decisions, all } = cut(
    markers,
    cancels.map(entry => () => cancel(entry)),
    1,
    limits,
  )
  if (!all && !backoff.isOpen(engineTimer.wake)) decisions.push(startTimer(engineTimer.wake, 0))
  if (held) decisions.push(...back(engine))
  return all && !waits ? [...decisions, close(outcome!, engine)] : decisions
}

/** Wanted operations that may be started now: not held, not waiting for their id, and within SWF's limits (L4). */
function* startable(engine: Engine, cancels: readonly Entry[]): Generator<Entry> {
  const { ledger } = engine
  if (ledger.wanted.size === 0) return
  const room = roomOf(engine, cancels)
  for (const entry of ledger.wanted.values()) {
    const { ceiling } = kinds[entry.kind]
    if (entry.held || ledger.blocked(entry)) continue
    if (ceiling !== 'none' && room[ceiling]-- <= 0) continue
    yield entry
  }
}

/**
 * How many more operations may be open. SWF's limits count detached ones, too, but not those that this answer closes by a cancel.
 */
function roomOf({ ledger, limits }: Engine, cancels: readonly Entry[]): Record<Ceiling, number> {
  const { openActivities, openTimers, openChildren, openLambdas } = limits
  const room = { openActivities, openTimers, openChildren, openLambdas }
  for (const entry of ledger.open.values()) {
    const { ceiling } = kinds[entry.kind]
    if (ceiling !== 'none') room[ceiling]--
  }
  for (const entry of cancels) {
    const { ceiling, closedByCancel }: LedgerRow<never> = kinds[entry.kind]
    if (closedByCancel && ceiling !== 'none') room[ceiling]++
  }
  return room
}

/** The cancel of an open operation (L5). */
function cancel(entry: Entry): Decision {
  const { cancel: ask }: LedgerRow<never> = kinds[entry.kind]
  if (ask === 'never') throw new TypeError(`An operation of kind '${entry.kind}' can't be canceled`)
  return ask(entry)
}

/** As many decisions as fit into one answer. If not all do, two places are left for the engine's timers. */
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

/** Starts `~back`, if it isn't open (L2). */
const back = (engine: Engine): Decision[] =>
  engine.backoff.isOpen(engineTimer.back) ? [] : [startTimer(engineTimer.back, engine.backoff.seconds)]
