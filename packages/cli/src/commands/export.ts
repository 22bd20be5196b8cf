import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'
import { readEvents } from '../runs/events.ts'
import { fileNameOf } from '../runs/file-name.ts'
import { historiesText, writeHistory } from '../runs/history-files.ts'
import { locate, type RunIds } from '../runs/locate.ts'
import { runsOfType } from '../runs/of-type.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** Writes histories as SWF stores them, so that they can be replayed: to standard output, or one file each into a folder. */
export const run: CommandModule['run'] = async (context, given) => {
  const isList = given.flag('open') || given.flag('closed')
  if (given.arguments.length > 0 === isList) {
    throw new UsageError('export needs workflow ids, or --open, or --closed')
  }
  const folder = given.text('dir')
  if (folder === undefined && (isList || given.arguments.length > 1)) {
    throw new UsageError('export of several executions needs a folder for their files: --dir DIR')
  }
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  let count = 0
  for await (const execution of isList ? listed(context, given) : named(context, given)) {
    const history = { execution, events: await readEvents(context, execution) }
    if (folder === undefined) {
      context.out.json([history])
      return
    }
    writeHistory(join(folder, fileNameOf(execution)), history)
    count++
    context.status.show(`exported ${count}`)
  }
  context.status.clear()
  context.out.line(`${historiesText(count)} exported to ${folder!}`)
}

async function* named(context: CommandContext, given: Given): AsyncGenerator<RunIds> {
  for (const workflowId of given.arguments) yield await locate(context, workflowId, given.text('run-id'))
}

const listed = (context: CommandContext, given: Given): AsyncGenerator<RunIds> =>
  runsOfType(
    context,
    given.flag('open') ? 'OPEN' : 'CLOSED',
    given.text('type'),
    given.whole('limit', 1, 100_000) ?? 100,
  )
