import type { StepKind } from './step.ts'

/** Which payload a text is. */
export interface PayloadOf {
  readonly eventId: number
  readonly member: 'input' | 'result' | 'details' | 'status'
  /**
   * What the text contains once the pipeline has decoded it: a serialized value, the input of a run (formats.md), the details of a
   * side effect's marker, details for people (a value, or any text), a failure or a text of the engine, which `decode` leaves as it is.
   * `plain`: no pipeline has encoded it.
   */
  readonly as: 'value' | 'runInput' | 'marker' | 'details' | 'failure' | 'text' | 'plain'
  readonly kind: StepKind | 'execution'
  /** The activity, child, signal, … */
  readonly name: string | undefined
  /**
   * The workflow id of the execution that it was written for, if that is another one: of a child, or of the execution that gets a signal.
   * Default: the execution that is viewed.
   */
  readonly workflowId?: string | undefined
}

/** Reads a payload: decodes it by the user's pipeline, and deserializes it. What it throws is shown as `unreadable`. */
export type Decode = (text: string, of: PayloadOf) => unknown

/** A payload that isn't read yet. */
export interface PayloadText {
  readonly text: string
  readonly of: PayloadOf
}
