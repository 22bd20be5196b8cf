import { leftOut, recordedStart, startAgain } from '@reyield/inspect/internal'
import { UsageError } from '../errors/usage.ts'
import { paint, text } from '../output/text.ts'
import { printStarted } from '../steering/started.ts'
import { inputOf } from '../steering/value.ts'
import { definitionOf } from '../steering/workflow-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const [id, newId] = [given.argument(0), given.text('id')]
  const input = await inputOf(given)
  const [client, coder] = [await context.client(), await context.coder()]
  const before = await recordedStart(client, coder, id, given.text('run-id'))
  if (newId === undefined && before.isOpen) {
    throw new UsageError(
      `The execution '${id}' is still open, so its id is in use. Give the new one another: --id NEW`,
    )
  }
  for (const note of leftOut(before)) context.notes.line(paint.yellow(note))
  const definition = await definitionOf(context, before.type)
  const started = await startAgain(client, before, newId ?? id, input && { ...input, definition })
  if (context.format === 'text') context.out.line(text`like run ${before.runId} of ${paint.bold(id)}:`)
  printStarted(context, { ...started, type: before.type })
}
