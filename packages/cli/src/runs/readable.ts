import { inspect } from 'node:util'
import type { Serializer } from '@reyield/workflow'

/** A payload in one line: its value, or the recorded text if the serializer can't read it. */
export function payloadText(text: string, serializer: Serializer): string {
  let value: unknown = text
  try {
    value = serializer.deserialize(text)
  } catch {
    // another program wrote it, or it's a failure
  }
  return typeof value === 'string' && value === text
    ? text
    : inspect(value, { depth: 6, breakLength: Infinity, compact: true })
}
