import type { Decision } from '@aws-sdk/client-swf'
import type { ContinueAsNewOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { textOf } from '../ledger/input.ts'
import { checkedPayload } from '../verdicts/payload.ts'
import { packedInput, unreadNames } from './packed-input.ts'

/**
 * What isn't given is as in this run: left out, SWF would take the defaults of the registered type and drop the tags
 * (swf-semantics.md §4.7). Unread signals and an unheard cancel request travel in the
 * input (C10, C12).
 */
export function continueAsNewWorkflowExecution(operation: ContinueAsNewOperation, engine: Engine): Decision {
  const now = engine.begun!.workflowExecutionStartedEventAttributes!
  const input = checkedPayload(
    packedInput(textOf(engine.continuing!.input!), engine),
    () => `The input of continueAsNew${unreadNames(engine)}`,
    engine,
  ) // E4: signals that came after it
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

/** Without members that aren't given. */
const given = <T extends object>(members: T): T =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
