import type { SentSignal } from '../simulator/signals.ts'
import type { ActivityOutcome } from './options.ts'

/** How an operation ends, without a given error. */
export type PlainOutcome = Extract<ActivityOutcome, string>

/** An activity ends. It is identified by its execution and its id, which are the same in other scenarios of the workflow. */
export interface ActivityStep {
  readonly do: 'endActivity'
  /** The workflow id of its execution. */
  readonly of: string
  readonly id: string
  readonly outcome: PlainOutcome
  /** If it failed: with the `{ failed }` at this index of its outcomes in the options, with `error`, or with a default error. */
  readonly nth?: number | undefined
  readonly error?: unknown
}

/** A mocked child closes. */
export interface ChildStep {
  readonly do: 'endChild'
  readonly workflowId: string
  readonly outcome: 'completed' | 'failed' | 'canceled'
}

/** The nth open Lambda function ends, from 0. */
export interface LambdaStep {
  readonly do: 'endLambda'
  readonly nth: number
  readonly outcome: 'completed' | 'failed'
}

/** A signal arrives: the one at this index of the options, or for -1 the given one. */
export interface SignalStep {
  readonly do: 'signal'
  readonly index: number
  readonly signal?: SentSignal
}

/** One event of a scenario. Steps with the same key mean the same in all scenarios of a workflow. */
export type Step =
  | ActivityStep
  | ChildStep
  | LambdaStep
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
