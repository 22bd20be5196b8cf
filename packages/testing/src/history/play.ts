import { createReplay, type Replay } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'
import type { Asked } from './batch.ts'
import { ExecutionState } from './execution-state.ts'
import { ImpossibleHistoryError, type ToldStep } from './impossible.ts'
import { refuse, type Refusal } from './refusals.ts'
import { readBy } from './subject.ts'
import { completeDecisionTask, startDecisionTask } from './steps/decision-task.ts'
import { checkOpen, written, type Step, type Telling } from './telling.ts'

/** How the workflow decides while a history is played. */
export interface PlayOptions {
  /** As for `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/**
 * Writes the steps that were put off. Each is written; where that's impossible and a decision task waits, the workflow
 * decides first, as often as need be.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a step that stays impossible; and what a replay throws
 */
export async function play(telling: Telling, options: PlayOptions): Promise<Telling> {
  const decider = new Decider(telling, options)
  let { state } = telling
  for (const step of telling.putOff) state = await playStep(state, step, decider)
  return { ...telling, state, putOff: [] }
}

async function playStep(
  before: ExecutionState,
  step: Step & ToldStep,
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
  readonly #telling: Telling
  readonly #options: PlayOptions
  #replay: Replay | undefined

  constructor(telling: Telling, options: PlayOptions) {
    this.#telling = telling
    this.#options = options
  }

  /** The state behind the answer to the decision task that is started, else to the queued one. */
  async decide(before: ExecutionState, refusals: readonly Refusal[] = []): Promise<ExecutionState> {
    const state = new ExecutionState(before)
    if (state.started === undefined) startDecisionTask(state, { implied: true })
    const decisions = await this.#decisions(state)
    const answers: Asked[] = refuse(decisions, refusals, state, input =>
      readBy(this.#telling.serializer, input),
    )
    completeDecisionTask(state, answers, { implied: true })
    return state
  }

  async #decisions(state: ExecutionState) {
    this.#replay ??= this.#fresh()
    try {
      await this.#replay.feed(state.log.from(this.#replay.lastEventId))
    } catch (error) {
      // another value than the recorded one may stand in it: then a worker makes a fresh one (rule W4)
      if (!isReyieldError(error, 'CACHE_STALE')) throw error
      this.#replay = this.#fresh()
      await this.#replay.feed(state.log.events)
    }
    return this.#replay.decisions()
  }

  #fresh(): Replay {
    const { workflow, execution, serializer } = this.#telling
    return createReplay(workflow!, { execution, serializer, ...this.#options })
  }
}
