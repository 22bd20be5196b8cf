import type { Decision } from '@aws-sdk/client-swf'
import type { ContinueAsNewOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { packInput } from '../history/carried.ts'
import { textOf } from '../match/inputs.ts'

/**
 * What isn't given is as in this run: left out, SWF would take the defaults of the registered type and drop the tags
 * (Amazon SWF API reference, ContinueAsNewWorkflowExecution). Unread signals and an unheard cancel request travel in the
 * input (C10, C12).
 */
export function continueAsNewWorkflowExecution(operation: ContinueAsNewOperation, engine: Engine): Decision {
  const now = engine.begun!.workflowExecutionStartedEventAttributes!
  const input = packInput({
    input: textOf(engine.continuing!.input!),
    signals: engine.channels.unread().map(({ name, event }) => {
      const { input: text } = event.workflowExecutionSignaledEventAttributes!
      return text === undefined ? { name } : { name, input: text }
    }),
    cancel: engine.scheduler.cancelUnheard,
  })
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
