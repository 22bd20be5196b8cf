import type { Signal } from '@reyield/workflow'
import { paint, text } from '../output/text.ts'
import { handleOf } from '../steering/handle-of.ts'
import { inputOf } from '../steering/value.ts'
import { UsageError } from '../errors/usage.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const [workflowId, name] = [given.argument(0), given.argument(1)]
  if (name.startsWith('~')) {
    throw new UsageError(
      `The signal '${name}' is one of Reyield's own. To make the deciders try again: reyield nudge ID`,
    )
  }
  const input = await inputOf(given)
  const { signals } = await context.definitions()
  const declared = signals.find(({ signalName }) => signalName === name)
  const signal =
    declared ?? ({ signalName: name, serializer: undefined, schema: undefined } as Signal<unknown>)
  const handle = await handleOf(context, given)
  await handle.signal(signal, input?.value)
  context.out.line(text`${paint.bold(workflowId)} got the signal ${paint.bold(name)}`)
}
