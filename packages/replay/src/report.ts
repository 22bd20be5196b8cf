import type { Engine } from './engine.ts'
import type { Entry, EntryKind } from './ledger/entry.ts'

/** One operation that the program waits for. */
export interface Waiting {
  readonly kind: EntryKind | 'signal' | 'fork' | 'childResult' | 'sideEffect'
  /** The operation's id; for a signal its name, for a fork its place. */
  readonly id: string
  /** `wanted`: asked for, not recorded yet. `open`: recorded, not closed. */
  readonly state: 'wanted' | 'open'
  /** For activities, children and Lambda functions: their type. */
  readonly name?: string
  readonly version?: string
  readonly input?: unknown
  /** Source lines, including those of helpers, innermost first; only with `trace`. */
  readonly at?: readonly string[]
}

/** An operation that was wanted in a completed episode and that its batch doesn't record (rule W2). This is no error. */
export interface Late {
  readonly kind: EntryKind | 'close'
  readonly id: string
  /** Id of the DecisionTaskCompleted whose batch doesn't contain it. */
  readonly eventId: number
}

/** What `patched(id)` has returned in a replay. */
export interface PatchAnswer {
  readonly id: string
  /** Whether it has returned false at least once: the execution went the way of the code before the change. */
  readonly wentOldWay: boolean
}

/** What a replay has found that is to be sent or logged with an answer. */
export interface ReplayNotes {
  /** How many operations are asked for or open. */
  readonly operations: number
  /**
   * The same as it was serialized when it was set, if that was since the last completed decision task. The worker sends it with
   * its decisions. `error`: why it can't be serialized.
   */
  readonly newStatus: { readonly text: string | undefined } | { readonly error: unknown } | undefined
  /** What history recorded later than the program asked for it, in all completed episodes. */
  readonly late: readonly Late[]
  /** For the author of the workflow. */
  readonly warnings: readonly string[]
  /** Signals that the program hasn't received, by name, in the order of the names' first signals. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
}

/** The state of a replay. */
export interface ReplayReport extends ReplayNotes {
  readonly waiting: readonly Waiting[]
  /** How the program ended; undefined while it runs. `continuedAsNew` is the input of the new run. */
  readonly ended:
    | { readonly result: unknown }
    | { readonly error: unknown }
    | { readonly continuedAsNew: unknown }
    | undefined
  /** The last value that the program passed to `status(value)`, if any. */
  readonly status: { readonly value: unknown } | undefined
  /** Names of all signals that the program or a branch has received, drained or looked for; in the order of asking. */
  readonly asked: readonly string[]
  /**
   * How often code of the program ran, a composite settled, a cancel request was delivered, or the program ended. If an event doesn't
   * change this number, it only added to a composite, a fork or a buffer, began or ended a wait before a retry, or belongs to an
   * operation that no coroutine waits for. Two such events can be swapped without the program noticing, unless they are signals of
   * one name. Only the order of decisions may differ then: of timers of retries, and of the unread signals that a new run gets.
   */
  readonly turns: number
}

/** Returns the notes of an engine. What they cost doesn't depend on how many operations are open. */
export function notesOf(engine: Engine, late: readonly Late[]): ReplayNotes {
  const { ledger } = engine
  return {
    operations: ledger.open.size + ledger.wanted.size,
    newStatus: engine.newStatus,
    late: [...late],
    warnings: [...engine.warnings, ...unknownSignals(engine)],
    unread: unreadOf(engine),
  }
}

/** Returns the answers of `patched`. Ids with `~` are the engine's own. */
export const patchesOf = ({ markers }: Engine): PatchAnswer[] =>
  [...markers.patches].flatMap(([id, wentOldWay]) => (id.startsWith('~') ? [] : [{ id, wentOldWay }]))

/** Returns the state of an engine. */
export function reportOf(engine: Engine, late: readonly Late[]): ReplayReport {
  const { outcome, status, channels, scheduler } = engine
  return {
    ...notesOf(engine, late),
    waiting: waitingFor(engine),
    ended:
      outcome === undefined
        ? undefined
        : 'error' in outcome
          ? { error: outcome.error }
          : 'value' in outcome
            ? { result: outcome.value }
            : { continuedAsNew: outcome.continueAsNew.input },
    status,
    asked: [...channels.asked],
    turns: scheduler.turns,
  }
}

/** Signals that the program hasn't received, by name. */
function unreadOf({ channels }: Engine): ReplayReport['unread'] {
  const counts = new Map<string, number>()
  for (const { name } of channels.unread()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([signal, count]) => ({ signal, count }))
}

/** S4: warns of signals whose names the program has not asked for. */
function unknownSignals(engine: Engine): string[] {
  const { channels, definition, outcome } = engine
  if (outcome !== undefined) return []
  const first = new Map<string, number>()
  for (const { name, event } of channels.unread()) {
    if (!channels.asked.has(name) && !first.has(name)) first.set(name, event.eventId!)
  }
  const asked = [...channels.asked].map(name => `'${name}'`).join(', ')
  return [...first].map(
    ([name, eventId]) =>
      `Workflow '${definition.name}' has not asked for signal '${name}' (event ${eventId}) so far ` +
      `(${asked === '' ? 'it has asked for no signals' : `it has asked for ${asked}`}). The signal is kept until the workflow receives it`,
  )
}

/** All that the program waits for. */
function waitingFor(engine: Engine): Waiting[] {
  const { ledger, channels, markers, scheduler } = engine
  const open = [...ledger.open.values()]
  return [
    ...open.filter(entry => entry.waiter !== undefined).map(entry => waitingOf(entry, engine)),
    ...[...ledger.wanted.values()].map(entry => waitingOf(entry, engine)),
    ...channels.awaited().map(id => ({ kind: 'signal' as const, id, state: 'open' as const })),
    ...markers
      .awaited()
      .map(name => ({ kind: 'sideEffect' as const, id: name.slice(1), state: 'wanted' as const })),
    ...scheduler.forks.awaited().map(id => ({ kind: 'fork' as const, id, state: 'open' as const })),
    ...open
      .filter(entry => (entry.child?.waiters.size ?? 0) > 0)
      .map(({ id }) => ({ kind: 'childResult' as const, id, state: 'open' as const })),
  ]
}

export function waitingOf(entry: Entry, { scheduler }: Engine): Waiting {
  const { kind, id, state, operation } = entry
  const at = scheduler.linesOf(operation)
  return {
    kind,
    id,
    state: state === 'open' ? 'open' : 'wanted',
    ...('name' in operation
      ? {
          name: operation.name,
          ...('version' in operation ? { version: operation.version } : {}),
          input: operation.input,
        }
      : {}),
    ...(at.length === 0 ? {} : { at }),
  }
}
