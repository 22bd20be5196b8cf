import type { Decision } from '@aws-sdk/client-swf'
import { packInput } from '@reyield/data'
import type { ChildOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { childWorkflowId } from '../match/children.ts'
import { textOf } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'

/** All that the declaration says travels along, so that a child doesn't depend on the defaults of a registered type. */
export function startChildWorkflowExecution(entry: Entry, engine: Engine): Decision {
  const child = entry.operation as ChildOperation<unknown>
  const input = packInput({ input: textOf(entry.input!), signals: [], cancel: false })
  const taskList = child.taskList ?? engine.begun?.workflowExecutionStartedEventAttributes?.taskList?.name
  return {
    decisionType: 'StartChildWorkflowExecution',
    startChildWorkflowExecutionDecisionAttributes: {
      workflowType: { name: child.name, version: child.version },
      workflowId: childWorkflowId(child, entry.id, engine),
      control: entry.id,
      ...(input === undefined ? {} : { input }),
      taskList: { name: taskList },
      ...(child.executionStartToClose === undefined
        ? {}
        : { executionStartToCloseTimeout: child.executionStartToClose }),
      taskStartToCloseTimeout: child.taskStartToClose,
      childPolicy: child.childPolicy,
      ...(child.tags.length === 0 ? {} : { tagList: [...child.tags] }),
      ...(child.priority === undefined ? {} : { taskPriority: child.priority }),
      ...(child.lambdaRole === undefined ? {} : { lambdaRole: child.lambdaRole }),
    },
  }
}
