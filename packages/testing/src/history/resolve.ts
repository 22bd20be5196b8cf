import { createReplay, type Replay } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'
import type { Asked } from './batch.ts'
import { ExecutionState } from './execution-state.ts'
import { ImpossibleHistoryError, type HistoryStep } from './impossible.ts'
import { refuse, type Refusal } from './refusals.ts'
import { readBy } from './subject.ts'
import { completeDecisionTask, startDecisionTask } from './steps/decision-task.ts'
import { checkOpen, written, type Step, type HistoryDraft } from './draft.ts'

/**
 * How the workflow decides while a history is resolved.
 *
 * @example
 * ```ts
 * const written = await history(order).started(cart).completed(charge, receipt).resolved({ guards: 'off' })
 * ```
 */
export interface ResolveOptions {
  /** As for `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/**
 * Writes the deferred steps. If a step is impossible and a decision task is waiting, the workflow decides first, as
 * often as needed.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a step that stays impossible; and what a replay throws
 */
export async function resolveDeferred(draft: HistoryDraft, options: ResolveOptions): Promise<HistoryDraft> {
  const decider = new Decider(draft, options)
  let { state } = draft
  for (const step of draft.deferred) state = await resolveStep(state, step, decider)
  return { ...draft, state, deferred: [] }
}

async function resolveStep(
  before: ExecutionState,
  step: Step & HistoryStep,
  decider: Decider,
): Promise<ExecutionState> {
  for (let state = before; ;) {
    try {
      if (!('decides' in step)) return written(state, step)
      checkOpen(state, {})
      if (!state.waitsForDecisions)
        throw state.impossible('DecisionTaskStarted', 'no decision task is queued')
      return await decider.decide(state, step.decides)
    } catch (error) {
      if (!(error instanceof ImpossibleHistoryError)) throw error
      if (error.forGood || !state.waitsForDecisions) throw error.of(step)
    }
    state = await decider.decide(state)
  }
}

/** Decides for the workflow under test, with one replay that is fed what is new. */
class Decider {
  readonly #draft: HistoryDraft
  readonly #options: ResolveOptions
  #replay: Replay | undefined

  constructor(draft: HistoryDraft, options: ResolveOptions) {
    this.#draft = draft
    this.#options = options
  }

  /** The state after the answer to the started decision task, or else to the queued one. */
  async decide(before: ExecutionState, refusals: readonly Refusal[] = []): Promise<ExecutionState> {
    const state = new ExecutionState(before)
    if (state.started === undefined) startDecisionTask(state, { implied: true })
    const decisions = await this.#decisions(state)
    const answers: Asked[] = refuse(decisions, refusals, state, input =>
      readBy(this.#draft.serializer, input),
    )
    completeDecisionTask(state, answers, { implied: true })
    return state
  }

  async #decisions(state: ExecutionState) {
    this.#replay ??= this.#fresh()
    try {
      await this.#replay.feed(state.log.from(this.#replay.lastEventId))
    } catch (error) {
      // the history may contain another value than the cached replay has used; then a worker creates a fresh one (rule W4)
      if (!isReyieldError(error, 'CACHE_STALE')) throw error
      this.#replay = this.#fresh()
      await this.#replay.feed(state.log.events)
    }
    return this.#replay.decisions()
  }

  #fresh(): Replay {
    const { workflow, execution, serializer } = this.#draft
    return createReplay(workflow!, { execution, serializer, ...this.#options })
  }
}
