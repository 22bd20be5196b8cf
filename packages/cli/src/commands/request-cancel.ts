import { modeOf } from '../bulk/mode.ts'
import { paint, text } from '../output/text.ts'
import { handleOf } from '../steering/handle-of.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const mode = modeOf(given, { kind: 'request-cancel', arguments: ['id'], options: [], asks: false })
  if (mode !== undefined) {
    const { runBulk } = await import('../bulk/run-bulk.ts')
    return await runBulk(context, given, mode, 'request-cancel', () => ({ kind: 'request-cancel' }))
  }
  const workflowId = given.argument(0)
  await (await handleOf(context, given)).requestCancel()
  if (context.format === 'json') context.out.json({ workflowId })
  else context.out.line(text`${paint.bold(workflowId)} was asked to cancel itself`)
  return 0
}
