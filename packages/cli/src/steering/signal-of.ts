import type { Signal } from '@reyield/workflow'
import type { CommandContext } from '../context/context.ts'
import { UsageError } from '../errors/usage.ts'

/**
 * The signal of a name: the configured one, with its schema and its serializer, else one without them.
 *
 * @throws UsageError for a signal of Reyield's own
 */
export async function signalOf(context: CommandContext, name: string): Promise<Signal<unknown>> {
  if (name.startsWith('~')) {
    throw new UsageError(
      `The signal '${name}' is one of Reyield's own. To make the deciders try again: reyield nudge ID`,
    )
  }
  const { signals } = await context.definitions()
  const declared = signals.find(({ signalName }) => signalName === name)
  return declared ?? ({ signalName: name, serializer: undefined, schema: undefined } as Signal<unknown>)
}
