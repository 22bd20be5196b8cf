import { paint, text } from '../output/text.ts'
import { handleOf } from '../steering/handle-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  await (await handleOf(context, given)).requestCancel()
  context.out.line(text`${paint.bold(given.argument(0))} was asked to cancel itself`)
}
