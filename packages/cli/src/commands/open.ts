import { view } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { filesIn, readHistories } from '../runs/history-files.ts'
import type { RecordedRun } from '@reyield/inspect'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Shows a history of a file as `show`, `trace` or `profile` do. Nothing is sent to SWF. */
export const run: CommandModule['run'] = async (context, given) => {
  const recorded = await historyOf(context, given)
  const as = given.text('as') ?? 'trace'
  if (as === 'show') {
    const { showPages } = await import('./show.ts')
    const { execution } = recorded
    const pages = given.text('last') === undefined ? [recorded.events] : [recorded.events.toReversed()]
    await showPages(context, given, pages, execution)
  } else if (as === 'profile') {
    const { printProfiles } = await import('./profile.ts')
    await printProfiles(context, [await view(recorded)])
  } else {
    const { printTrace } = await import('./trace.ts')
    await printTrace(context, given, recorded)
  }
}

/** The history of the file; of several, the one that the command line names. */
async function historyOf(context: CommandContext, given: Given): Promise<RecordedRun> {
  const [file] = filesIn([given.argument(0)])
  if (file === undefined) throw new UsageError(`'${given.argument(0)}' has no histories`)
  const id = given.text('id')
  const found: RecordedRun[] = []
  for await (const history of readHistories(file, await context.coder())) {
    if ('error' in history) throw new UsageError(`${file} can't be read: ${history.error.message}`)
    if (id === undefined || history.recorded.execution?.workflowId === id) found.push(history.recorded)
  }
  if (found.length === 1) return found[0]!
  const ids = found.map(({ execution }) => execution?.workflowId ?? 'without ids').join(', ')
  throw new UsageError(
    found.length === 0
      ? `${file} has no history${id === undefined ? '' : ` of '${id}'`}`
      : `${file} has ${found.length} histories (${ids}): choose one with --id`,
  )
}
