import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import type { ExecutionState } from './execution-state.ts'
import { UndecidedHistoryError } from './not-played.ts'
import { play, type PlayOptions } from './play.ts'
import { tellOn, type Step, type Telling } from './telling.ts'

/** Writes a step into a state. */
export type Write = Extract<Step, { write: unknown }>['write']

/** What is written of a fake history, and the steps that were put off; the steps themselves are in its heirs. */
export abstract class WrittenHistory {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  /** @hidden */
  protected readonly telling: Telling
  readonly #played = new Map<PlayOptions['guards'], Promise<this>>()

  /** @hidden */
  constructor(telling: Telling) {
    this.execution = telling.execution
    this.serializer = telling.serializer
    this.telling = telling
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
   * const told = await history(order).started(cart).completed(charge, receipt).played()
   * expect(told.events).toHaveLength(8)
   * ```
   */
  played(options: PlayOptions = {}): Promise<this> {
    if (this.telling.putOff.length === 0) return Promise.resolve(this)
    const known = this.#played.get(options.guards)
    if (known !== undefined) return known
    const played = play(this.telling, options).then(telling => this.grown(telling))
    this.#played.set(options.guards, played)
    return played
  }

  /** The history that another telling makes. @hidden */
  protected abstract grown(telling: Telling): this

  /** The history behind a step. `first`: it needs no started execution. @hidden */
  protected step(name: string, write: Write, first = false): this {
    return this.grown(tellOn(this.telling, { name, write, first }))
  }

  #state(what: string): ExecutionState {
    const { putOff, state, workflow } = this.telling
    if (putOff.length > 0) throw new UndecidedHistoryError(what, putOff, workflow!.name)
    return state
  }
}
