import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import type { ExecutionState } from './execution-state.ts'
import { UndecidedHistoryError } from './undecided.ts'
import { resolveDeferred, type ResolveOptions } from './resolve.ts'
import { addStep, type Step, type HistoryDraft } from './draft.ts'

/** Writes a step into a state. */
export type Write = Extract<Step, { write: unknown }>['write']

/** What is written of a fake history, and the steps that were put off; the steps themselves are in its heirs. */
export abstract class WrittenHistory {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  /** @hidden */
  protected readonly draft: HistoryDraft
  readonly #resolved = new Map<ResolveOptions['guards'], Promise<this>>()

  /** @hidden */
  constructor(draft: HistoryDraft) {
    this.execution = draft.execution
    this.serializer = draft.serializer
    this.draft = draft
  }

  /**
   * The events, as the AWS SDK gives them.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are put off
   */
  get events(): HistoryEvent[] {
    return this.#state('`events`').log.events
  }

  /**
   * What is open, for people: the list that stands in ImpossibleHistoryError.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are put off
   */
  get open(): readonly string[] {
    return this.#state('`open`').open()
  }

  /**
   * Tells whether a decider has a decision task.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are put off
   */
  get decisionOpen(): boolean {
    return this.#state('`decisionOpen`').started !== undefined
  }

  /**
   * Tells whether a decider can take one: one is queued, and none is started.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are put off
   */
  get canStartDecision(): boolean {
    const { started, queued } = this.#state('`canStartDecision`')
    return queued !== undefined && started === undefined
  }

  /**
   * The history with all steps written: where a step waited for it, the workflow has decided. The same history if nothing
   * was put off; asked again, the same answer.
   *
   * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a step that is impossible though the workflow has decided all
   * that it can; and what a replay throws: StuckWorkflowError (WORKFLOW_STUCK), …
   * @example
   * ```ts
   * const told = await history(order).started(cart).completed(charge, receipt).resolved()
   * expect(told.events).toHaveLength(8)
   * ```
   */
  resolved(options: ResolveOptions = {}): Promise<this> {
    if (this.draft.deferred.length === 0) return Promise.resolve(this)
    const known = this.#resolved.get(options.guards)
    if (known !== undefined) return known
    const resolved = resolveDeferred(this.draft, options).then(draft => this.grown(draft))
    this.#resolved.set(options.guards, resolved)
    return resolved
  }

  /** The history that another draft makes. @hidden */
  protected abstract grown(draft: HistoryDraft): this

  /** The history behind a step. `first`: it needs no started execution. @hidden */
  protected step(name: string, write: Write, first = false): this {
    return this.grown(addStep(this.draft, { name, write, first }))
  }

  #state(what: string): ExecutionState {
    const { deferred, state, workflow } = this.draft
    if (deferred.length > 0) throw new UndecidedHistoryError(what, deferred, workflow!.name)
    return state
  }
}
