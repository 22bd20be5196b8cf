import type { AnyWorkflow, ChildPolicy, WorkflowDefinition } from '@reyield/workflow'

/** A workflow whose input only its schema checks. The client doesn't use its program. */
export type AnyInput = WorkflowDefinition<unknown, unknown>

/** A definition that stands for a type without one. Timeouts are SWF's seconds. */
export const standIn = (type: {
  readonly name: string
  readonly version: string
  readonly taskList?: string | undefined
  readonly executionStartToClose?: string | undefined
  readonly taskStartToClose?: string | undefined
  readonly childPolicy?: string | undefined
  readonly serializer?: AnyWorkflow['serializer']
}): AnyInput => ({
  name: type.name,
  version: type.version,
  taskList: type.taskList,
  executionStartToClose: type.executionStartToClose,
  taskStartToClose: type.taskStartToClose ?? '10',
  childPolicy: (type.childPolicy as ChildPolicy | undefined) ?? 'TERMINATE',
  description: undefined,
  serializer: type.serializer,
  input: undefined,
  retired: [],
  workflowErrors: 'hold',
  run: undefined as never,
})
