import type { Serializer } from '@reyield/workflow'
import { UnreadablePayloadError } from '../errors.ts'
import { checkLossless, classLost, isPlain, isPlainArray, type Verdict } from './lossless.ts'

/**
 * A serializer of plain JSON, for programs in other languages. It writes null, booleans, finite numbers, strings, arrays and plain
 * objects. Like JSON, it leaves out properties that are undefined and writes -0 as 0. It throws for everything else that JSON would
 * change.
 *
 * @example
 * ```ts
 * const { resize } = activities<typeof impl>({ startToClose: '1m', taskList: 'python', serializer: json })
 * ```
 */
export const json: Serializer = Object.freeze({
  name: 'json',
  serialize(value: unknown) {
    if (value === undefined) return undefined
    checkLossless('json', value, check, { circles: false })
    return JSON.stringify(value)
  },
  deserialize(text: string | undefined) {
    if (text === undefined || text === '') return undefined // consoles send an empty input for none (rule S3)
    try {
      return JSON.parse(text) as unknown
    } catch (error) {
      throw new UnreadablePayloadError('json', text, 'A payload is no JSON', error)
    }
  },
})

function check(value: unknown, inArray: boolean): Verdict {
  if (typeof value === 'bigint') return { refused: 'JSON has no bigint; write it as a string' }
  if (typeof value === 'number' && !Number.isFinite(value)) return { refused: `JSON has no ${value}` }
  if (value === undefined && inArray) return { refused: 'undefined in an array would become null' }
  if (typeof value !== 'object' || value === null) return 'whole'
  return isPlain(value) || isPlainArray(value)
    ? 'look inside'
    : classLost(value, "make it a plain object, or use the serializer 'superjson'")
}
