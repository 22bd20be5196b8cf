import type { EventAttributes } from '../../model/event-attributes.ts'
import type { Decision, DecisionType } from '../../model/generated/types.ts'

/** The attributes of a decision. Decisions that close an execution may omit them. */
export type DecisionAttributes<T extends DecisionType> = NonNullable<
  Decision[`${Uncapitalize<T>}DecisionAttributes`]
>

/** Decisions that SWF accepts in every batch. Whether they succeed is recorded later. */
type AlwaysAccepted = 'SignalExternalWorkflowExecution' | 'RequestCancelExternalWorkflowExecution'

/** Decisions that SWF can refuse in the batch. */
export type RefusableDecision = Exclude<DecisionType, AlwaysAccepted>

/** Why SWF refuses a decision. */
export type RefusalCause<T extends DecisionType> = T extends RefusableDecision
  ? EventAttributes[`${T}Failed`]['cause']
  : never
