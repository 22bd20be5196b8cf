import type { Decision, DecisionType } from '../../model/generated/types.ts'
import type { Batch } from './batch.ts'

/** What a decision comes with; the attributes of some may be left out as a whole. */
export type DecisionAttributes<T extends DecisionType> = NonNullable<
  Decision[`${Uncapitalize<T>}DecisionAttributes`]
>

/** Records what a valid decision does, or why it's refused. */
export type DecisionHandler<T extends DecisionType> = (
  attributes: DecisionAttributes<T>,
  batch: Batch,
) => void
