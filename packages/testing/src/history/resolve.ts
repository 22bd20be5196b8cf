import { createReplay, type Replay } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'
import { ImpossibleHistoryError, type HistoryStep } from './impossible.ts'
import { Recorder } from './recorder.ts'
import { canDecide, eventsOf, type Written } from './written.ts'
import { refuse, type Refusal } from './refusals.ts'
import { readBy } from './pick.ts'
import { completeDecisionTask, startDecisionTask } from './steps/decision-task.ts'
import { checkOpen, record, type Step, type HistoryDraft } from './draft.ts'

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
  let { written } = draft
  for (const step of draft.deferred) written = await resolveStep(written, step, decider)
  return { ...draft, written, deferred: [] }
}

async function resolveStep(before: Written, step: Step & HistoryStep, decider: Decider): Promise<Written> {
  for (let written = before; ;) {
    try {
      if (!('decides' in step)) return withoutStack(() => record(written, step))
      checkOpen(written, {})
      if (!canDecide(written)) {
        throw new Recorder(written).impossible('DecisionTaskStarted', 'no decision task is queued')
      }
      return await decider.decide(written, step.decides)
    } catch (error) {
      if (!(error instanceof ImpossibleHistoryError)) throw error
      if (error.forGood || !canDecide(written)) throw error.of(step)
    }
    written = await decider.decide(written)
  }
}

/** A step that fails here is often only too early. Then nobody sees the error, and collecting its stack would be slow. */
function withoutStack<T>(attempt: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return attempt()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
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

  /** What is written after the answer to the started decision task, or else to the queued one. */
  async decide(before: Written, refusals: readonly Refusal[] = []): Promise<Written> {
    const recorder = new Recorder(before)
    if (recorder.execution.started === undefined) startDecisionTask(recorder, { implied: true })
    const decisions = await this.#decisions(recorder.written())
    const read = (input: string | undefined) => readBy(this.#draft.serializer, input)
    completeDecisionTask(recorder, refuse(decisions, refusals, recorder, read), { implied: true })
    return recorder.written()
  }

  async #decisions(written: Written) {
    this.#replay ??= this.#fresh()
    try {
      await this.#replay.feed(eventsOf(written, this.#replay.lastEventId))
    } catch (error) {
      // the history may contain another value than the cached replay has used; then a worker creates a fresh one (rule W4)
      if (!isReyieldError(error, 'CACHE_STALE')) throw error
      this.#replay = this.#fresh()
      await this.#replay.feed(eventsOf(written))
    }
    return this.#replay.decisions()
  }

  #fresh(): Replay {
    const { workflow, execution, serializer } = this.#draft
    return createReplay(workflow!, { execution, serializer, ...this.#options })
  }
}
