import { isReyieldError, type AnyWorkflow, type Serializer } from '@reyield/workflow'
import type { HistoryStep } from './impossible.ts'
import { Recorder } from './recorder.ts'
import { canDecide, type Written } from './written.ts'
import type { Refusal } from './refusals.ts'

/** A step of a fake history. */
export type Step = {
  /** How the test wrote it: `completed(charge)`. */
  readonly name: string
} & (
  | {
      /** Records it. @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) */
      readonly write: (recorder: Recorder) => void
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
  readonly written: Written
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
  const { workflow, written, deferred } = draft
  const steps = draft.steps + 1
  const later = { ...draft, steps, deferred: [...deferred, { ...step, nth: steps }] }
  if (deferred.length > 0) return later
  if ('decides' in step) {
    if (workflow === undefined) {
      throw new Recorder(written).never(
        step.name,
        'the history has no workflow to decide: use history(workflow), or write the decisions with decided(…)',
      )
    }
    checkOpen(written, {})
    if (!canDecide(written)) throw new Recorder(written).impossible(step.name, 'no decision task is queued')
    return later
  }
  try {
    return { ...draft, steps, written: record(written, step) }
  } catch (error) {
    const isForGood = !isReyieldError(error, 'HISTORY_IMPOSSIBLE') || (error as { forGood?: boolean }).forGood
    if (isForGood === true || workflow === undefined || !canDecide(written)) throw error
    return later
  }
}

/** What is written after a step. */
export function record(written: Written, step: Extract<Step, { write: unknown }>): Written {
  checkOpen(written, step)
  const recorder = new Recorder(written)
  step.write(recorder)
  return recorder.written()
}

/** The execution has started and isn't closed. */
export function checkOpen(written: Written, { first = false }: { readonly first?: boolean }): void {
  const { recorded } = written
  if (!first && recorded === undefined) {
    throw new Recorder(written).never('The step', 'the execution is not started: begin with started(input)')
  }
  if (recorded?.closed === undefined) return
  throw new Recorder(written).never('The step', `the execution is closed (${recorded.closed})`)
}
