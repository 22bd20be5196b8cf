import {
  checkLength,
  checkWritten,
  encodeFailure,
  encodePayload,
  failureToWire,
  longestHeartbeat,
  serializeResult,
  type PayloadCoder,
} from '@reyield/data/internal'
import type { AnySchema, Serializer } from '@reyield/workflow'
import { activityCalled } from '../errors/activity-task.ts'
import type { ActivityTaskOptions } from './activity-task.ts'

/** How the payloads of an activity are written. */
export interface Writing extends Pick<ActivityTaskOptions<unknown>, 'errorData' | 'readableReasons'> {
  readonly name: string
  readonly serializer: Serializer
  readonly schema: AnySchema | undefined
  readonly coder: PayloadCoder
}

/** The result of an activity as its worker would send it. */
export async function resultOf(value: unknown, { name, serializer, schema, coder }: Writing) {
  const what = `The result of ${activityCalled(name)}`
  const written = serializeResult(value, serializer)
  if (schema !== undefined) checkWritten(written, serializer, schema, what)
  const result = checkLength(await encodePayload(written, coder.pipeline, coder.context), what)
  return result === undefined ? {} : { result }
}

/** A failure as its worker would send it. */
export const failureOf = (error: unknown, { errorData, readableReasons = false, coder }: Writing) =>
  encodeFailure(failureToWire(error, { errorData }), coder, { readableReasons })

/** Details of a cancellation or, with another limit of their length, of a heartbeat. */
export async function detailsOf(
  value: unknown,
  what: 'a cancellation' | 'a heartbeat',
  { name, serializer, coder }: Writing,
) {
  const written = serializer.serialize(value)
  const encoded = await encodePayload(written, coder.pipeline, coder.context)
  const field = `The details of ${what} of ${activityCalled(name)}`
  const details =
    what === 'a heartbeat' ? checkLength(encoded, field, longestHeartbeat) : checkLength(encoded, field)
  return details === undefined ? {} : { details }
}
