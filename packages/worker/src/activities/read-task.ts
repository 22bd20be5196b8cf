import { decodePayload, invalidWritten } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { coderFor } from '../options/coder.ts'
import type { Settings } from '../options/worker-options.ts'
import type { TypesServed } from '../loop/types-served.ts'
import type { ActivityTask } from './poll.ts'
import type { ServedActivity } from './served.ts'

/** An activity task with its function and its input, or the error because of which it can't run. */
export type ReadTask = { readonly serializer: Serializer } & (
  | { readonly definition: ServedActivity; readonly input: unknown }
  /** `of`: the input is invalid. */
  | { readonly error: unknown; readonly of?: 'input' }
)

/** Finds the function of an activity task, and reads its input. */
export async function readTask(
  { type, input: written, workflowExecution }: ActivityTask,
  settings: Settings & { readonly served: TypesServed<ServedActivity> },
): Promise<ReadTask> {
  const { served, serializer: byDefault } = settings
  const { pipeline, context } = coderFor(workflowExecution, settings)
  let serializer = byDefault
  try {
    const definition = served.find(type)
    serializer = definition.serializer ?? byDefault
    const text = await decodePayload(written, pipeline, context)
    const input = serializer.deserialize(text)
    const what = `The input of activity '${type.name}'`
    const invalid = definition.schema && invalidWritten(text, serializer, definition.schema, what)
    return invalid === undefined
      ? { serializer, definition, input }
      : { serializer, error: invalid, of: 'input' }
  } catch (error) {
    return { serializer, error }
  }
}
