import { isReyieldError, type AnyWorkflow, type Serializer } from '@reyield/workflow'
import { ExecutionState } from './execution-state.ts'
import type { HistoryStep } from './impossible.ts'
import type { Refusal } from './refusals.ts'

/** A step of a fake history. */
export type Step = {
  /** How the test wrote it: `completed(charge)`. */
  readonly name: string
} & (
  | {
      /** Writes it into a state. @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) */
      readonly write: (state: ExecutionState) => void
      /** Whether it is possible before the execution is started. */
      readonly first?: boolean
    }
  | {
      /** The workflow decides. SWF refuses these of its decisions. */
      readonly decides: readonly Refusal[]
    }
)

/**
 * The draft of a fake history: what is written so far, and the deferred steps, which wait for decisions of the
 * workflow.
 */
export interface HistoryDraft {
  readonly workflow: AnyWorkflow | undefined
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly serializer: Serializer
  readonly taskList: string
  readonly state: ExecutionState
  /** How many steps the test has added. */
  readonly steps: number
  /** In order. No step after the first of them is written. */
  readonly deferred: readonly (Step & HistoryStep)[]
}

/**
 * Adds a step. A step that isn't possible yet, but may be after the workflow has decided, is deferred, and so are all
 * steps after it.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a step that no decision makes possible
 */
export function addStep(draft: HistoryDraft, step: Step): HistoryDraft {
  const { workflow, state, deferred } = draft
  const steps = draft.steps + 1
  const later = { ...draft, steps, deferred: [...deferred, { ...step, nth: steps }] }
  if (deferred.length > 0) return later
  if ('decides' in step) {
    if (workflow === undefined) {
      throw state.never(
        step.name,
        'the history has no workflow to decide: use history(workflow), or write the decisions with decided(…)',
      )
    }
    checkOpen(state, {})
    if (!state.waitsForDecisions) throw state.impossible(step.name, 'no decision task is queued')
    return later
  }
  try {
    return { ...draft, steps, state: written(state, step) }
  } catch (error) {
    const isForGood = !isReyieldError(error, 'HISTORY_IMPOSSIBLE') || (error as { forGood?: boolean }).forGood
    if (isForGood === true || workflow === undefined || !state.waitsForDecisions) throw error
    return later
  }
}

/** The state after a step. */
export function written(state: ExecutionState, step: Extract<Step, { write: unknown }>): ExecutionState {
  const next = new ExecutionState(state)
  checkOpen(next, step)
  step.write(next)
  return next
}

/** The execution has started and isn't closed. */
export function checkOpen(state: ExecutionState, { first = false }: { readonly first?: boolean }): void {
  if (!first && state.begun === undefined) {
    throw state.never('The step', 'the execution is not started: begin with started(input)')
  }
  if (state.closed !== undefined) throw state.never('The step', `the execution is closed (${state.closed})`)
}
