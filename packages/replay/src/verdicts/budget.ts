import { HistoryBudgetExceededError, type Branch } from '@reyield/workflow'
import { isOperation } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import type { KnownKinds } from '../ledger/kind.ts'
import { verdictMarker } from './verdict-markers.ts'
import type { CompositeOperation } from '../program/coroutine.ts'

/** An item of a map counts as an activity, since its branch isn't created yet. */
const ofMapItem = 3

/** The fields of an operation that matter for the budget. */
type Budgeted = CompositeOperation & { readonly budget?: 'ignore' | undefined }

/**
 * The history budget (B1). A refusal is recorded as a verdict, so that a replay refuses what was refused and nothing else.
 */
export class Budget {
  readonly #engine: Engine
  readonly #mostEvents: number
  /** The event at whose delivery the budget was last checked, and the events promised to composites since. */
  #eventId = 0
  #promised = 0

  constructor(engine: Engine) {
    this.#engine = engine
    this.#mostEvents = engine.limits.events
  }

  /** Returns an error if a composite needs more events than the history has left. */
  refusal(operation: Budgeted, id: string): HistoryBudgetExceededError | undefined {
    const verdict = this.#engine.markers.verdict(verdictMarker.overBudget(id), () => this.#decide(operation))
    if (verdict === undefined) return undefined
    const { needed, left } = JSON.parse(verdict.details ?? '{}') as { needed: number; left: number }
    return new HistoryBudgetExceededError(operation.kind, id, needed, left)
  }

  #decide(operation: Budgeted): { readonly details: string } | undefined {
    const needed = neededBy(operation, this.#engine.kinds)
    if (needed === 0) return undefined
    const eventId = this.#engine.delivered!.eventId!
    if (eventId !== this.#eventId) this.#promised = promised(this.#engine)
    this.#eventId = eventId
    const left = Math.max(0, this.#mostEvents - eventId - this.#promised)
    if (needed > left && operation.budget !== 'ignore') return { details: JSON.stringify({ needed, left }) }
    this.#promised += needed // its branches are queued, and their operations aren't in the ledger yet
    return undefined
  }
}

function neededBy(operation: CompositeOperation, kinds: KnownKinds): number {
  if (operation.kind === 'map') return operation.count! * ofMapItem
  return (operation.branches ?? []).reduce((sum, branch) => sum + costOf(branch, kinds), 0)
}

/** Events that a branch needs. The operations of a generator are checked when it asks for them. */
const costOf = (branch: Branch, kinds: KnownKinds): number =>
  isOperation(branch) ? (kinds[branch.kind]?.events ?? 0) : 0

/** Events that wanted and open operations will still add. */
function promised({ ledger, kinds }: Engine): number {
  let events = 0
  for (const { kind } of ledger.wanted.values()) events += kinds[kind].events
  for (const { kind } of ledger.open.values()) events += kinds[kind].events - 1
  return events
}
