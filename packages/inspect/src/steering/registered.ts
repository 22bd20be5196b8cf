import { UnknownTypeError, type Client } from '@reyield/client'
import { standIn, type AnyInput } from './stand-in.ts'

/**
 * A workflow that stands for a registered type, with the defaults with which it's registered.
 *
 * @throws UnknownTypeError (TYPE_UNKNOWN), and other SWF errors unchanged
 */
export async function registeredWorkflow(
  { domain, swf }: Client,
  { name, version }: { readonly name: string; readonly version: string },
): Promise<AnyInput> {
  const { configuration = {} } = await swf
    .describeWorkflowType({ domain, workflowType: { name, version } })
    .catch((error: unknown) => {
      throw (error as Error).name === 'UnknownResourceFault' && /type/i.test((error as Error).message)
        ? new UnknownTypeError(domain, name, version, error)
        : error
    })
  return standIn({
    name,
    version,
    taskList: configuration.defaultTaskList?.name,
    executionStartToClose: configuration.defaultExecutionStartToCloseTimeout,
    taskStartToClose: configuration.defaultTaskStartToCloseTimeout,
    childPolicy: configuration.defaultChildPolicy,
  })
}
