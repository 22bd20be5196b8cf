import { handleOf } from '../steering/handle-of.ts'
import { infoOf } from '../steering/info-of.ts'
import { definitionOf } from '../steering/workflow-of.ts'
import { plainJson, valueText } from '../output/values.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const { out, format, interrupted: abortSignal } = context
  const timeout = given.duration('timeout')
  let handle = await handleOf(context, given)
  const { workflows } = await context.definitions()
  if (workflows.some(({ serializer }) => serializer !== undefined)) {
    const { workflowType: { name = '', version = '' } = {} } = await infoOf(handle)
    const serializer = (await definitionOf(context, { name, version }))?.serializer
    if (serializer !== undefined) handle = await handleOf(context, given, serializer)
  }
  context.status.show(`waiting for ${given.argument(0)}`)
  const result = await handle.result({ abortSignal, ...(timeout === undefined ? {} : { timeout }) })
  if (format === 'json') out.json({ workflowId: given.argument(0), result: plainJson(result) ?? null })
  else out.block(valueText(result))
}
