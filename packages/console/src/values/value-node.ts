import { types } from 'node:util'
import type { ValueNode } from '../api/index.ts'

/** How much of a value is shown. */
export interface ValueLimits {
  /** Parts of the value, in all levels together. */
  readonly nodes: number
  readonly depth: number
  /** Characters of a text. */
  readonly text: number
}

const usual: ValueLimits = { nodes: 10_000, depth: 60, text: 50_000 }

/** A value as a tree that JSON can carry. No code of the value runs: getters aren't called, and `toJSON` isn't either. */
export function valueNode(value: unknown, limits: ValueLimits = usual): ValueNode {
  return new Nodes(limits).of(value, [])
}

class Nodes {
  readonly #limits: ValueLimits
  #left: number

  constructor(limits: ValueLimits) {
    this.#limits = limits
    this.#left = limits.nodes
  }

  /** `around`: the objects that contain the value. */
  of(value: unknown, around: readonly object[]): ValueNode {
    this.#left--
    if (typeof value === 'string') return this.#string(value)
    if (typeof value === 'boolean') return { is: 'boolean', value }
    if (typeof value === 'number') return { is: 'number', text: Object.is(value, -0) ? '-0' : String(value) }
    if (typeof value === 'bigint') return { is: 'bigint', text: String(value) }
    if (typeof value === 'symbol') return { is: 'symbol', text: String(value.description ?? '') }
    if (typeof value === 'function') return { is: 'object', of: 'Function', size: 0, entries: [] }
    if (value === undefined || value === null) return { is: value === null ? 'null' : 'undefined' }
    if (around.includes(value)) return { is: 'circular' }
    return this.#object(value, [...around, value])
  }

  #string(text: string): ValueNode {
    const { text: most } = this.#limits
    return text.length <= most
      ? { is: 'string', text }
      : { is: 'string', text: text.slice(0, most), size: text.length }
  }

  #object(value: object, around: readonly object[]): ValueNode {
    if (types.isProxy(value)) return { is: 'object', of: 'Proxy', size: 0, entries: [] }
    if (types.isDate(value)) {
      const time = Date.prototype.getTime.call(value)
      return { is: 'date', text: Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString() }
    }
    if (types.isRegExp(value)) return { is: 'regexp', text: RegExp.prototype.toString.call(value) }
    if (value instanceof URL) return { is: 'url', text: value.href }
    if (types.isMap(value)) {
      const entries = this.#some(
        Map.prototype.entries.call(value),
        around,
        ([key, part], inside) => [this.of(key, inside), this.of(part, inside)] as const,
      )
      return { is: 'map', size: value.size, entries }
    }
    if (types.isSet(value)) {
      const items = this.#some(Set.prototype.values.call(value), around, (part, inside) =>
        this.of(part, inside),
      )
      return { is: 'set', size: value.size, items }
    }
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return this.#bytes(value)
    if (Array.isArray(value)) {
      const items = this.#some(indices(value.length), around, (index, inside) =>
        this.of(own(value, String(index)), inside),
      )
      return { is: 'array', size: value.length, items }
    }
    return this.#record(value, around)
  }

  #record(value: object, around: readonly object[]): ValueNode {
    const isError = types.isNativeError(value)
    const names = Object.getOwnPropertyNames(value).filter(
      name => isError || Object.prototype.propertyIsEnumerable.call(value, name),
    )
    const entries = this.#some(
      names,
      around,
      (name, inside) =>
        [name, this.of(isError && name === 'stack' ? stackOf(value) : own(value, name), inside)] as const,
    )
    const of = className(value)
    return {
      is: isError ? 'error' : 'object',
      ...(of === undefined ? {} : { of }),
      size: names.length,
      entries,
    }
  }

  #bytes(value: ArrayBufferView | ArrayBufferLike): ValueNode {
    const { text: most } = this.#limits
    const bytes = ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      : Buffer.from(value)
    return {
      is: 'bytes',
      size: bytes.length,
      text: bytes.toString('hex', 0, Math.min(bytes.length, most / 2)),
    }
  }

  /** Parts of a value, until there are enough. */
  #some<Part, Node>(
    parts: Iterable<Part>,
    around: readonly object[],
    node: (part: Part, around: readonly object[]) => Node,
  ): Node[] {
    const nodes: Node[] = []
    if (around.length > this.#limits.depth) return nodes
    for (const part of parts) {
      if (this.#left <= 0) break
      nodes.push(node(part, around))
    }
    return nodes
  }
}

function* indices(length: number): Generator<number> {
  for (let index = 0; index < length; index++) yield index
}

/** The stack of an error. From Node 22 on, V8 has it as a getter of its own; no other getter is called. */
function stackOf(error: Error): unknown {
  const found = (Object.getOwnPropertyDescriptor(error, 'stack') ?? {}) as { get?: unknown; value?: unknown }
  const { get: getter } = found
  const isOfV8 = typeof getter === 'function' && /\{\s*\[native code\]\s*\}$/.test(sourceOf(getter))
  return isOfV8 ? error.stack : found.value
}

const sourceOf = (of: object): string => Function.prototype.toString.call(of)

/** A property's own value. A getter isn't called. */
const own = (value: object, name: string): unknown =>
  Object.getOwnPropertyDescriptor(value, name)?.value as unknown

/** The name of the class of an object; undefined for a plain one. */
function className(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return undefined
  const maker = own(prototype as object, 'constructor')
  const name = typeof maker === 'function' ? own(maker, 'name') : undefined
  return typeof name === 'string' && name !== '' && name !== 'Object' ? name.slice(0, 200) : undefined
}
