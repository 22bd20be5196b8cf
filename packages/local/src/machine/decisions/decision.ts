import type { DecisionType } from '../../model/generated/types.ts'
import type { Batch } from './batch.ts'
import type { DecisionAttributes, RefusalCause } from './decision-types.ts'

/** Records the event of a decision. Records nothing and returns the cause if the decision is refused. */
export type DecisionHandler<T extends DecisionType> = (
  attributes: DecisionAttributes<T>,
  batch: Batch,
) => RefusalCause<T> | undefined
