import type { Serializer } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import { UnserializablePayloadError } from '../errors.ts'

/**
 * A serializer that writes strings as they are and throws for other values, for programs that don't use JSON.
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
