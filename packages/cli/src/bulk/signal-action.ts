import { signalText } from '@reyield/client/internal'
import { checkLength, encodePayload } from '@reyield/data/internal'
import type { Given } from '../commands/given.ts'
import type { CommandContext } from '../context/context.ts'
import { signalOf } from '../steering/signal-of.ts'
import { inputOf } from '../steering/value.ts'
import type { ActionOf } from '@reyield/inspect/internal'
import { planCoder } from './encoded-signals.ts'

/**
 * The signal of a command line. Its input is checked by the signal's schema, serialized, and encoded by the pipeline for the
 * plan. It's encoded again for each execution.
 *
 * @throws UsageError; InvalidInputError (INPUT_INVALID); PayloadTooLongError (PAYLOAD_TOO_LONG)
 */
export async function signalAction(context: CommandContext, given: Given): Promise<ActionOf<'signal'>> {
  const signalName = checkLength(given.argument(0), 'The name of a signal', 256)
  const value = await inputOf(given)
  const signal = await signalOf(context, signalName)
  const written = signalText({ serializer: await context.serializer() }, signal, value?.value)
  const { pipeline, context: ofPlan } = await planCoder(context)
  const input = await encodePayload(written, pipeline, ofPlan)
  return { kind: 'signal', signalName, ...(input === undefined ? {} : { input }) }
}
