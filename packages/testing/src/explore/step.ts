/**
 * One event of a scenario. An activity is identified by its execution and its id, so a step means the same in another
 * scenario of the same workflow.
 */
export type Step =
  /** The activity's mock runs, and its answer arrives. */
  | { readonly do: 'complete'; readonly of: string; readonly id: string }
  /**
   * The activity fails before it has done any work: with `error`, or with the nth outcome that is given for it. -1:
   * with a default error.
   */
  | {
      readonly do: 'fail'
      readonly of: string
      readonly id: string
      readonly n: number
      readonly error?: unknown
    }
  /** The activity's worker never answers. `worked`: it did the work before. */
  | { readonly do: 'timeOut'; readonly of: string; readonly id: string; readonly worked: boolean }
  /** The activity's worker stops on request. */
  | { readonly do: 'cancel'; readonly of: string; readonly id: string }
  /** A mocked child closes. */
  | { readonly do: 'endChild'; readonly workflowId: string; readonly how: 'complete' | 'fail' | 'cancel' }
  | { readonly do: 'endLambda'; readonly nth: number; readonly how: 'complete' | 'fail' }
  /** A signal of the options arrives. */
  | { readonly do: 'signal'; readonly index: number }
  | { readonly do: 'requestCancel' }
  /** Time passes to the next timer or timeout. */
  | { readonly do: 'pass' }
  /** A decider takes the decision task and crashes, and the task times out. */
  | { readonly do: 'loseDecision' }
  /** A decider takes the decision task and answers. */
  | { readonly do: 'decide' }
  /** A decider takes the decision task. Its answer comes later. */
  | { readonly do: 'takeDecision' }
  | { readonly do: 'answerDecision' }
  /**
   * After the end: work is done that the workflow no longer waits for. It is never called in a test, because it follows
   * from the other steps.
   */
  | { readonly do: 'workLate' }

/** The key of a step. Equal steps have equal keys. */
export function keyOf(step: Step): string {
  switch (step.do) {
    case 'complete':
    case 'cancel':
      return `${step.do} ${step.of} ${step.id}`
    case 'fail':
      return `fail ${step.of} ${step.id} ${step.n}`
    case 'timeOut':
      return `timeOut ${step.of} ${step.id} ${step.worked}`
    case 'endChild':
      return `endChild ${step.workflowId} ${step.how}`
    case 'endLambda':
      return `endLambda ${step.nth} ${step.how}`
    case 'signal':
      return `signal ${step.index}`
    default:
      return step.do
  }
}

/** A step that was taken. */
export interface TakenStep {
  readonly step: Step
  /** What happened, as a sentence. */
  readonly sentence: string
  /** The same as a call on a scenario, for a test to paste. `undefined` if it follows from the other steps. */
  readonly call: string | undefined
}
