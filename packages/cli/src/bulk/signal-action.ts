import { signalInput, signalText } from '@reyield/client/internal'
import { checkLength } from '@reyield/data/internal'
import type { Given } from '../commands/given.ts'
import type { CommandContext } from '../context/context.ts'
import { signalOf } from '../steering/signal-of.ts'
import { inputOf } from '../steering/value.ts'
import type { ActionOf } from './action.ts'

/**
 * The signal of a command line. Its input is checked by the signal's schema, serialized, and encoded by the pipeline, once for all
 * executions.
 *
 * @throws UsageError; InvalidInputError (INPUT_INVALID); PayloadTooLongError (PAYLOAD_TOO_LONG)
 */
export async function signalAction(context: CommandContext, given: Given): Promise<ActionOf<'signal'>> {
  const signalName = checkLength(given.argument(0), 'The name of a signal', 256)
  const value = await inputOf(given)
  const signal = await signalOf(context, signalName)
  const written = signalText({ serializer: await context.serializer() }, signal, value?.value)
  const input = await signalInput({ pipeline: await context.pipeline() }, signal, written)
  return { kind: 'signal', signalName, ...(input === undefined ? {} : { input }) }
}
