import { modeOf } from '../bulk/mode.ts'
import { paint, text } from '../output/text.ts'
import { handleOf } from '../steering/handle-of.ts'
import { signalOf } from '../steering/signal-of.ts'
import { inputOf } from '../steering/value.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const takes = { arguments: ['id', 'name'], options: ['input', 'serializer'], asks: false }
  const mode = modeOf(given, { kind: 'signal', ...takes })
  if (mode !== undefined) {
    const { runBulk } = await import('../bulk/run-bulk.ts')
    const { signalAction } = await import('../bulk/signal-action.ts')
    return await runBulk(context, given, mode, 'signal', () => signalAction(context, given))
  }
  const [workflowId, name] = [given.argument(0), given.argument(1)]
  const input = await inputOf(given)
  const signal = await signalOf(context, name)
  const handle = await handleOf(context, given)
  await handle.signal(signal, input?.value)
  if (context.format === 'json') context.out.json({ workflowId, signal: name })
  else context.out.line(text`${paint.bold(workflowId)} got the signal ${paint.bold(name)}`)
  return 0
}
