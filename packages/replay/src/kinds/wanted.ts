import type { Engine } from '../engine.ts'
import type { Entry, EntryKind } from '../ledger/entry.ts'
import type { Verdict } from './kind.ts'

/** Causes that pass after a while. The engine asks again; for any other cause the program gets an error (L2). */
const passing = /_(RATE_EXCEEDED|LIMIT_EXCEEDED)$/

interface TypeOnWire {
  readonly name?: string | undefined
  readonly version?: string | undefined
}

/** W2: a recorded start must be one that the program wants, by kind, id, type name and version. */
export function mustBeWanted(
  engine: Engine,
  kind: EntryKind,
  id: string,
  type: TypeOnWire | undefined,
  then: (entry: Entry) => Verdict,
): Verdict {
  const entry = engine.ledger.find(kind, id)
  if (entry === undefined || entry.kind !== kind) {
    return { mismatch: `does not ask for ${kind} '${id}' there`, recorded: recordedOf(id, type) }
  }
  const { operation } = entry
  if (
    'name' in operation &&
    (operation.name !== type?.name || ('version' in operation && operation.version !== type.version))
  ) {
    const asked = 'version' in operation ? `${operation.name} ${operation.version}` : operation.name
    return { mismatch: `asks for ${kind} ${asked} under id '${id}'`, recorded: recordedOf(id, type) }
  }
  return then(entry)
}

const recordedOf = (id: string, type: TypeOnWire | undefined) => ({
  id,
  type: type && [type.name, type.version].filter(Boolean).join(' '),
})

/** W2: a recorded cancel must be of a detached operation. */
export function mustBeDetached(
  engine: Engine,
  kind: EntryKind,
  id: string,
  then: (entry: Entry) => unknown,
): Verdict {
  const entry = engine.ledger.findOpen(kind, id)
  if (entry === undefined || (entry.waiter !== undefined && !entry.awaitingCancellation)) {
    return { mismatch: `does not cancel ${kind} '${id}' there`, recorded: { id, type: undefined } }
  }
  then(entry)
  return 'matched'
}

/** SWF had nothing to cancel, since the operation has closed. The event of that follows (L5). */
export function cancelFailed(engine: Engine, kind: EntryKind, id: string): Verdict {
  return mustBeDetached(engine, kind, id, entry => (entry.cancelAsked = true))
}

/** H6, L2: a refused start is held and asked for again later, or rejected in the next episode. */
export function refusal(engine: Engine, entry: Entry, eventId: number, cause: string): Verdict {
  if (passing.test(cause)) {
    entry.held = true
    return 'matched'
  }
  engine.ledger.refuse(entry, eventId)
  return 'refused'
}
