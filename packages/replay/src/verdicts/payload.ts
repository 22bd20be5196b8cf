import { PayloadTooLongError } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Input } from '../ledger/input.ts'
import { unserializable, type Refusal } from './refusal.ts'
import { longestPayload } from './swf-limits.ts'

/** Why SWF would refuse a payload (E4). */
export function payloadRefusal(
  input: Input | undefined,
  serializer: Serializer,
  field: string,
  engine: Engine,
): Refusal | undefined {
  if (input === undefined) return undefined
  if ('error' in input) return unserializable(input.error, serializer, field)
  const length = tooLongAs(input.text, engine)
  return length === undefined
    ? undefined
    : { code: 'PAYLOAD_TOO_LONG', field, length, limit: limitOf(engine) }
}

/** Checks a payload whose error no code of the program can catch. If SWF would refuse it, the execution is held. */
export function checkedPayload<T extends string | undefined>(
  text: T,
  field: () => string,
  engine: Engine,
): T {
  const length = tooLongAs(text, engine)
  if (length === undefined) return text
  throw new PayloadTooLongError(field(), length, limitOf(engine))
}

const limitOf = ({ limits }: Engine) => Math.min(limits.payload, longestPayload)

function tooLongAs(text: string | undefined, { limits, attempts }: Engine): number | undefined {
  if (text === undefined) return undefined
  if (text.length > limits.payload) return text.length
  return attempts.tooLong?.get(text)
}
