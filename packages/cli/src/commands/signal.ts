import { modeOf } from '../bulk/mode.ts'
import type { CommandContext } from '../context/context.ts'
import { nearest } from '../near/distance.ts'
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
  await noteUnknownSignal(context, name)
  return 0
}

/** A signal that no workflow receives is kept, and nothing else says so here. The workflows may have signals that they don't export. */
async function noteUnknownSignal(context: CommandContext, name: string): Promise<void> {
  const { signals } = await context.definitions()
  const names = signals.map(({ signalName }) => signalName)
  if (names.length === 0 || names.includes(name)) return
  const near = nearest(name, names)
  const which = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `They export ${names.join(', ')}`
  context.notes.line(`The configured workflows export no signal '${name}'. ${which}`)
}
