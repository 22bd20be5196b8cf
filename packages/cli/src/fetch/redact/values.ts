import { types } from 'node:util'
import type { Texts } from './texts.ts'

/**
 * A copy of a value with other texts, for serializers whose text can't be changed. Shared and circular references stay.
 *
 * @throws TypeError for an instance of a class that can't be copied
 */
export function redactedValue(root: unknown, texts: Texts): unknown {
  const copies = new Map<object, unknown>()
  const copy = (value: unknown): unknown => {
    if (typeof value === 'string') return texts.replaced(value)
    if (typeof value === 'number') return texts.number(value)
    if (typeof value === 'bigint')
      return value >= 10n ** 8n || value <= -(10n ** 8n) ? BigInt(texts.replaced(String(value))) : value
    if (typeof value !== 'object' || value === null) return value
    if (!copies.has(value)) make(value)
    return copies.get(value)
  }
  const keep = <T extends object>(value: object, made: T): T => {
    copies.set(value, made)
    return made
  }
  function make(value: object): void {
    if (Array.isArray(value)) {
      const made = keep<unknown[]>(value, [])
      for (const each of value) made.push(copy(each))
    } else if (types.isMap(value)) {
      const made = keep(value, new Map())
      for (const [key, each] of value) made.set(copy(key), copy(each))
    } else if (types.isSet(value)) {
      const made = keep(value, new Set())
      for (const each of value) made.add(copy(each))
    } else if (types.isDate(value)) {
      keep(value, Number.isNaN(value.getTime()) ? value : new Date(texts.replaced(value.toISOString())))
    } else if (types.isTypedArray(value)) {
      keep(value, typedArray(value, texts))
    } else if (value instanceof URL) {
      keep(value, new URL(texts.replaced(value.href)))
    } else if (isPlain(value)) {
      const made = keep<Record<string, unknown>>(value, {})
      for (const [name, each] of Object.entries(value)) {
        const member = { value: copy(each), enumerable: true, configurable: true, writable: true }
        Object.defineProperty(made, texts.replaced(name), member)
      }
    } else {
      throw new TypeError(`an instance of ${value.constructor?.name ?? 'a class'} can't be redacted`)
    }
  }
  return copy(root)
}

function typedArray(value: NodeJS.TypedArray, texts: Texts): object {
  if (value.BYTES_PER_ELEMENT > 2) return value // numbers
  const bytes = texts.bytes([...(value as Uint8Array)])
  return value instanceof Buffer
    ? Buffer.from(bytes)
    : new (value.constructor as new (values: number[]) => object)(bytes)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
