import type { Engine } from './engine.ts'
import type { Entry, EntryKind } from './ledger/entry.ts'

/** One operation that the program waits for. */
export interface Waiting {
  readonly kind: EntryKind | 'signal' | 'fork' | 'childResult' | 'sideEffect'
  /** The operation's id; of a signal its name, of a fork its place. */
  readonly id: string
  /** `wanted`: asked for, not recorded yet. `open`: recorded, not closed. */
  readonly state: 'wanted' | 'open'
  /** Of activities, children and Lambda functions: their type. */
  readonly name?: string
  readonly version?: string
  readonly input?: unknown
  /** Source lines, helpers too, innermost first; only with `trace`. */
  readonly at?: readonly string[]
}

/** Something wanted in a completed episode that its batch did not record (rule W2): reported, not an error. */
export interface Late {
  readonly kind: EntryKind | 'close'
  readonly id: string
  /** Id of the DecisionTaskCompleted whose batch lacks it. */
  readonly eventId: number
}

/** Where a replay stands. */
export interface ReplayReport {
  readonly waiting: readonly Waiting[]
  /** How the program has ended, if it has; `continuedAsNew` is the input of the new run. */
  readonly ended:
    | { readonly result: unknown }
    | { readonly error: unknown }
    | { readonly continuedAsNew: unknown }
    | undefined
  /** What it last said of itself by `status(value)`, if it has. */
  readonly status: { readonly value: unknown } | undefined
  /**
   * The same as it was written when it was said, if that was since the last completed decision task: what is to be sent with
   * the answer. `error`: why it can't be written.
   */
  readonly said: { readonly text: string | undefined } | { readonly error: unknown } | undefined
  readonly late: readonly Late[]
  readonly warnings: readonly string[]
  /** Signals that have come and that nobody has received, by name, in the order of the names' first signals. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
  /** Names of the signals that it has ever asked for, by receiving or looking, also in a branch; in the order of asking. */
  readonly asked: readonly string[]
  /**
   * How often code of the program ran, a composite settled, a cancel request was delivered, or the program ended. An event
   * that leaves it as it is only filled a place (of a composite, a fork, a buffer), began a wait before a retry or ended it,
   * or was about what nobody waits for. Two such events can be swapped without the program noticing, unless they are
   * signals of one name. What is asked of SWF may then stand in another order: timers of retries, and the unread signals
   * that a new run is given.
   */
  readonly turns: number
}

/** Where an engine stands. */
export function reportOf(engine: Engine, late: readonly Late[]): ReplayReport {
  const { outcome, status, said, warnings, channels, scheduler } = engine
  return {
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
    said,
    late: [...late],
    warnings: [...warnings, ...unknownSignals(engine)],
    unread: unreadOf(engine),
    asked: [...channels.asked],
    turns: scheduler.turns,
  }
}

/** Signals that nobody has received, by name. */
function unreadOf({ channels }: Engine): ReplayReport['unread'] {
  const counts = new Map<string, number>()
  for (const { name } of channels.unread()) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([signal, count]) => ({ signal, count }))
}

/** S4: signals that have come by names which the program has not asked for. */
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
      `Signal '${name}' (event ${eventId}) is none that workflow '${definition.name}' has asked for so far ` +
      `(${asked === '' ? 'it has asked for no signals' : `it has asked for ${asked}`}): it is kept until the workflow does`,
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
