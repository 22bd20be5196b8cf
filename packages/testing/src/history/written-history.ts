import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import { UndecidedHistoryError } from './undecided.ts'
import { Recorder } from './recorder.ts'
import { eventsOf, type Written } from './written.ts'
import { resolveDeferred, type ResolveOptions } from './resolve.ts'
import { addStep, type Step, type HistoryDraft } from './draft.ts'

/** Records a step. */
export type Write = Extract<Step, { write: unknown }>['write']

/** The written part of a fake history, and its deferred steps. Subclasses have the steps themselves. */
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
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are deferred
   */
  get events(): HistoryEvent[] {
    return eventsOf(this.#written('`events`'))
  }

  /**
   * Descriptions of the open operations, as in ImpossibleHistoryError.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are deferred
   */
  get open(): readonly string[] {
    return new Recorder(this.#written('`open`')).open()
  }

  /**
   * Whether a decider has a decision task.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are deferred
   */
  get decisionOpen(): boolean {
    return this.#written('`decisionOpen`').recorded?.started !== undefined
  }

  /**
   * Whether a decider can take a decision task: one is queued, and none is started.
   *
   * @throws UndecidedHistoryError (HISTORY_UNDECIDED) while steps are deferred
   */
  get canStartDecision(): boolean {
    const { recorded } = this.#written('`canStartDecision`')
    return recorded?.queued !== undefined && recorded.started === undefined
  }

  /**
   * The history with all steps written. Where a deferred step needed it, the workflow has decided. Returns the same
   * history if no step was deferred. Repeated calls return the same result.
   *
   * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a step that stays impossible after all decisions of the
   * workflow; and what a replay throws: StuckWorkflowError (WORKFLOW_STUCK), …
   * @example
   * ```ts
   * const written = await history(order).started(cart).completed(charge, receipt).resolved()
   * expect(written.events).toHaveLength(8)
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

  /** The history after a step. `first`: it needs no started execution. @hidden */
  protected step(name: string, write: Write, first = false): this {
    return this.grown(addStep(this.draft, { name, write, first }))
  }

  #written(what: string): Written {
    const { deferred, written, workflow } = this.draft
    if (deferred.length > 0) throw new UndecidedHistoryError(what, deferred, workflow!.name)
    return written
  }
}
