/**
 * One thing that happens in a story. Activities are named by the execution that they are of and by their id, so a step
 * means the same in another story of the same workflow.
 */
export type Step =
  /** The function that plays the activity does its work, and its answer arrives. */
  | { readonly do: 'complete'; readonly of: string; readonly id: string }
  /** The activity fails before it has done anything: with `error`, or the nth ending that is told for it; -1: with ours. */
  | {
      readonly do: 'fail'
      readonly of: string
      readonly id: string
      readonly n: number
      readonly error?: unknown
    }
  /** Its worker isn't heard of any more. `worked`: it did the work before. */
  | { readonly do: 'timeOut'; readonly of: string; readonly id: string; readonly worked: boolean }
  /** Its worker gives up on request. */
  | { readonly do: 'cancel'; readonly of: string; readonly id: string }
  /** A child that a function plays ends. */
  | { readonly do: 'endChild'; readonly workflowId: string; readonly how: 'complete' | 'fail' | 'cancel' }
  | { readonly do: 'endLambda'; readonly nth: number; readonly how: 'complete' | 'fail' }
  /** A signal of the world comes. */
  | { readonly do: 'signal'; readonly index: number }
  | { readonly do: 'requestCancel' }
  /** Time goes on to the next timer or timeout. */
  | { readonly do: 'pass' }
  /** A decider takes the decision task, dies, and the task times out. */
  | { readonly do: 'loseDecision' }
  /** A decider takes the decision task and answers. */
  | { readonly do: 'decide' }
  /** A decider takes the decision task; its answer comes later. */
  | { readonly do: 'takeDecision' }
  | { readonly do: 'answerDecision' }
  /** Behind the end: what nobody waited for any more did its work all the same. Never told, it follows from the rest. */
  | { readonly do: 'workLate' }

/** What makes two steps the same. */
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

/** A step that has been taken. */
export interface TakenStep {
  readonly step: Step
  /** What happened, as a sentence. */
  readonly sentence: string
  /** The same as a call on a told story, for a test to paste; `undefined`: it follows from the rest. */
  readonly call: string | undefined
}
