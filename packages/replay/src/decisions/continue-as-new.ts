import type { Decision } from '@aws-sdk/client-swf'
import type { ContinueAsNewOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { textOf } from '../ledger/input.ts'
import { checkedPayload } from '../verdicts/payload.ts'
import { packedInput, unreadNames } from './packed-input.ts'

/**
 * Options that aren't set are as in this run. If they were left out, SWF would use the defaults of the registered type and drop the tags
 * (swf-semantics.md §4.7). The input contains unread signals and an undelivered cancel request, too (C10, C12).
 */
export function continueAsNewWorkflowExecution(operation: ContinueAsNewOperation, engine: Engine): Decision {
  const now = engine.begun!.workflowExecutionStartedEventAttributes!
  const input = checkedPayload(
    packedInput(textOf(engine.continuing!.input!), engine),
    () => `The input of continueAsNew${unreadNames(engine)}`,
    engine,
  ) // E4: with signals that came after it, it may be too long
  return {
    decisionType: 'ContinueAsNewWorkflowExecution',
    continueAsNewWorkflowExecutionDecisionAttributes: given({
      input,
      workflowTypeVersion: operation.version,
      executionStartToCloseTimeout: operation.executionStartToClose ?? now.executionStartToCloseTimeout,
      taskList: operation.taskList === undefined ? now.taskList : { name: operation.taskList },
      taskPriority: operation.priority ?? now.taskPriority,
      taskStartToCloseTimeout: operation.taskStartToClose ?? now.taskStartToCloseTimeout,
      childPolicy: operation.childPolicy ?? now.childPolicy,
      tagList: operation.tags === undefined ? now.tagList : [...operation.tags],
      lambdaRole: operation.lambdaRole ?? now.lambdaRole,
    }),
  }
}

/** Leaves out undefined members. */
const given = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
