import { profileOf, view, type ExecutionView } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { printProfile } from '../render/profile-lines.ts'
import { locate, type RunIds } from '../runs/locate.ts'
import { runsOfType } from '../runs/of-type.ts'
import { readRecorded } from '../runs/recorded.ts'
import type { CommandModule } from './command.ts'

/** Prints where the time of one execution went, or of the last executions of a type that closed. */
export const run: CommandModule['run'] = async (context, given) => {
  const [workflowId] = given.arguments
  const type = given.text('type')
  if ((workflowId === undefined) === (type === undefined)) {
    throw new UsageError('profile needs a workflow id or --type NAME, and not both')
  }
  const executions =
    workflowId === undefined
      ? runsOfType(context, 'CLOSED', type, given.whole('limit', 1, 1000) ?? 20)
      : [await locate(context, workflowId, given.text('run-id'))]
  await printProfiles(context, viewsOf(context, executions))
}

/** Prints the profile of views. */
export async function printProfiles(
  { out, status, format }: CommandContext,
  views: AsyncIterable<ExecutionView> | Iterable<ExecutionView>,
): Promise<void> {
  const all: ExecutionView[] = []
  for await (const one of views) all.push(one)
  status.clear()
  const profile = profileOf(all)
  if (format === 'json') out.json(profile)
  else if (all.length === 0) out.line('no execution of this type has closed')
  else printProfile(out, profile)
}

async function* viewsOf(
  context: CommandContext,
  executions: AsyncIterable<RunIds> | Iterable<RunIds>,
): AsyncGenerator<ExecutionView> {
  for await (const execution of executions) {
    yield await view(await readRecorded(context, execution), { now: new Date(context.now()) })
  }
}
