import type { Serializer } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { UnserializablePayloadError } from '../errors.ts'

/**
 * Strings as they are, for peers that know nothing of JSON (the boto tutorial's programs).
 *
 * @example
 * ```ts
 * const hello = activity<string, string>('HelloWorld', { startToClose: '1m', serializer: text })
 * ```
 */
export const text: Serializer = Object.freeze({
  name: 'text',
  serialize(value: unknown) {
    if (value === undefined || typeof value === 'string') return value
    throw new UnserializablePayloadError('text', '$', `a string was expected, not ${describeType(value)}`)
  },
  deserialize: (value: string | undefined) => value,
})
