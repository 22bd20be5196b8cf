import type { Serializer } from '@reyield/workflow'
import { superjson } from '../serializers/superjson.ts'
import { builtinOf } from '../serializers/builtin.ts'
import { checkLossless, isPlain, isPlainArray, type Verdict } from '../serializers/lossless.ts'

/** A value on its way to another thread of this process: itself, if the structured clone algorithm loses nothing of it, else as text. */
export type MovedValue = { readonly clone: unknown } | { readonly text: string | undefined }

/**
 * Prepares a value for `postMessage`. The other thread gets an equal one, of the same classes, or nothing: a value of which a part would
 * be lost is refused. With a serializer, which both threads must have, the value is moved as what it writes.
 *
 * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE)
 * @example
 * ```ts
 * port.postMessage({ input: moved(new Map([['at', new URL('https://example.com')]])) })
 * ```
 */
export function moved(value: unknown, serializer?: Serializer): MovedValue {
  if (serializer !== undefined) return { text: serializer.serialize(value) }
  return isCloned(value) ? { clone: value } : { text: superjson.serialize(value) }
}

/**
 * Returns the value that `moved` has prepared.
 *
 * @example
 * ```ts
 * port.on('message', ({ input }) => arrived(input))
 * ```
 */
export function arrived(value: MovedValue, serializer: Serializer = superjson): unknown {
  return 'clone' in value ? value.clone : serializer.deserialize(value.text)
}

function isCloned(value: unknown): boolean {
  try {
    checkLossless('structuredClone', value, verdictOf, { circles: true })
    return true
  } catch {
    return false
  }
}

/** Whether a clone has all that a value has. Of URLs, errors and instances of other classes, a clone is something else. */
function verdictOf(value: unknown): Verdict {
  if (typeof value !== 'object' || value === null) return 'whole'
  if (isPlain(value) || isPlainArray(value)) return 'look inside'
  const builtin = builtinOf(value)
  if (builtin === 'Map' || builtin === 'Set') return 'look inside'
  return builtin === undefined || builtin === 'URL' || builtin === 'Error'
    ? { refused: 'its class would be lost' }
    : 'whole'
}
