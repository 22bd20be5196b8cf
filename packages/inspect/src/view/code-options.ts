import { replayerOf } from '../code/replayer-of.ts'
import type { Replayer } from '../code/replayer.ts'
import type { AnyWorkflow } from '@reyield/workflow'

/**
 * The code with which an execution is shown.
 *
 * @example
 * ```ts
 * const { branches } = await view(history, { definition: order, variables: true })
 * ```
 */
export interface CodeOptions {
  /** The workflow, which is replayed in this process. */
  readonly definition?: AnyWorkflow | undefined
  /** Replays histories otherwise: several workflows, another default serializer, a build id, or in another process. */
  readonly replayer?: Replayer | undefined
  /** Whether branches have their local variables, which are payloads. Default false. */
  readonly variables?: boolean | undefined
}

/** The replayer that the options give. */
export const replayerIn = ({ definition, replayer }: CodeOptions): Replayer | undefined =>
  replayer ?? (definition && replayerOf([definition]))
