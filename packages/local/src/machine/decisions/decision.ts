import type { Decision, DecisionType } from '../../model/generated/types.ts'
import type { Batch } from './batch.ts'

/** The attributes of a decision. Decisions that close an execution may omit them. */
export type DecisionAttributes<T extends DecisionType> = NonNullable<
  Decision[`${Uncapitalize<T>}DecisionAttributes`]
>

/** Records the event of a decision, or the event that says why it's refused. */
export type DecisionHandler<T extends DecisionType> = (
  attributes: DecisionAttributes<T>,
  batch: Batch,
) => void
