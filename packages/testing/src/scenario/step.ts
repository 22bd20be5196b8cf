import type { SentSignal } from '../simulator/signals.ts'
import type { ActivityOutcome } from './options.ts'

/** The steps that end an activity, a mocked child or a Lambda function. */
export type EndKind = 'endActivity' | 'endChild' | 'endLambda'

/** Open work ends. `of` and `id` identify it, and are the same in other scenarios of the workflow. */
export interface EndStep<Kind extends EndKind = EndKind> {
  readonly do: Kind
  /** The workflow id of the execution that waits for it. */
  readonly of: string
  /** The activity's id, the child's workflow id, or the Lambda function's id. */
  readonly id: string
  readonly outcome: Extract<ActivityOutcome, string>
  /** If it failed: with the `{ failed }` at this index of its outcomes in the options, with `error`, or with a default error. */
  readonly nth?: number | undefined
  readonly error?: unknown
}

/** A signal arrives: the one at this index of the options, or for -1 the given one. */
export interface SignalStep {
  readonly do: 'signal'
  readonly index: number
  readonly signal?: SentSignal
}

/** One event of a scenario. Steps with the same key mean the same in all scenarios of a workflow. */
export type Step =
  | EndStep<'endActivity'>
  | EndStep<'endChild'>
  | EndStep<'endLambda'>
  | SignalStep
  | { readonly do: 'requestCancel' }
  /** Time passes to the next timer or timeout. */
  | { readonly do: 'pass' }
  /** A decider takes the decision task and answers. */
  | { readonly do: 'decide' }
  /** A decider takes the decision task. Its answer comes later. */
  | { readonly do: 'takeDecision' }
  | { readonly do: 'answerDecision' }
  /** A decider takes the decision task and crashes, and the task times out. */
  | { readonly do: 'loseDecision' }
  /** After the end: work is done that the workflow no longer waits for. */
  | { readonly do: 'workLate' }

/** A step of a kind. */
export type StepOf<Kind extends Step['do']> = Extract<Step, { readonly do: Kind }>

/** A step that was taken. */
export interface TakenStep {
  readonly step: Step
  /** What happened, as a sentence. */
  readonly sentence: string
  /** The same as a call on a scenario, for a test to paste. `undefined` if it follows from the other steps. */
  readonly code: string | undefined
}
