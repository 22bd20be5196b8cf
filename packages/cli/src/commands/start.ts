import { inputOf } from '../steering/value.ts'
import { startSettingsOf } from '../steering/start-settings.ts'
import { printStarted } from '../steering/started.ts'
import { workflowOf } from '../steering/workflow-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const settings = startSettingsOf(given)
  const input = await inputOf(given)
  const workflow = await workflowOf(context, given.argument(0))
  const client = await context.client()
  const ifRunning = given.flag('use-running') ? ('use' as const) : ('fail' as const)
  const { workflowId, runId } = await client.start(workflow, input?.value, {
    ...settings,
    ifRunning,
  })
  const { serializer } = await context.settings()
  const { workflows } = await context.definitions()
  const isConfigured = workflows.some(each => (each as unknown) === workflow)
  if (input !== undefined && !isConfigured && given.text('serializer') === undefined) {
    context.notes.line(
      `The configured workflows don't include '${workflow.name}', so the input was written by the serializer ${serializer}; --serializer chooses another`,
    )
  }
  printStarted(context, { workflowId, runId, type: workflow })
}
