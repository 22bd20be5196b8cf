import type { Decision } from '@aws-sdk/client-swf'
import type { Draft } from '@reyield/local'
import type { Serializer } from '@reyield/workflow'

/** A decision, with data that only the builder knows. */
export interface Asked {
  readonly decision: Decision
  /** The cause with which SWF refuses it. */
  readonly cause?: string | undefined
  readonly serializer?: Serializer | undefined
}

/** The decisions of a decision task, and what SWF records for them. */
export interface Batch {
  readonly answers: readonly Asked[]
  readonly draft: Draft
  /** Time of its transaction. */
  readonly at: number
  /** Whether more decisions can be added: none was refused, and the execution isn't closed. */
  readonly canGrow: boolean
}
