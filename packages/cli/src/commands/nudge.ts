import { paint, text } from '../output/text.ts'
import { handleOf } from '../steering/handle-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  await (await handleOf(context, given)).nudge()
  context.out.line(text`The deciders of ${paint.bold(given.argument(0))} try again now`)
}
