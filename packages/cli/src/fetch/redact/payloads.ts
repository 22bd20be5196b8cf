import type { Serializer } from '@reyield/workflow'
import { annotationsOf, isSuperjson, pathKey, renamedMeta } from './superjson.ts'
import type { Texts } from './texts.ts'
import { redactedValue } from './values.ts'

/** Members of Reyield's envelopes whose strings are serialized values of their own (docs/internals/formats.md). */
const serialized = new Set(['input', 'value', 'status'])

/** Typed arrays that may contain text, and not only numbers. */
const binary = /^(?:Int8|Uint8|Uint8Clamped|Int16|Uint16)Array$/

/** Replaces the texts in decoded payloads. What serializers and Reyield wrote keeps its form. */
export class Payloads {
  readonly #texts: Texts
  readonly #serializer: Serializer | undefined

  /** `serializer`: the program's own one, unless payloads are JSON. */
  constructor(texts: Texts, serializer: Serializer | undefined) {
    this.#texts = texts
    this.#serializer = serializer
  }

  /** A payload as it was serialized: by the program's serializer, in JSON, in superjson's JSON, or any text. */
  payload(text: string): string {
    const value = parsed(text)
    if (isEnvelope(value)) return JSON.stringify(this.#envelope(value))
    return (
      this.#bySerializer(text) ?? (value === undefined ? this.#texts.replaced(text) : this.#written(value))
    )
  }

  /** A value in JSON. Names of properties are texts, too: `{ "ann@example.com": 3 }`. */
  json(value: unknown): unknown {
    return this.#json(value, [], new Map())
  }

  #bySerializer(text: string): string | undefined {
    if (this.#serializer === undefined) return undefined
    try {
      const value = redactedValue(this.#serializer.deserialize(text), this.#texts)
      return this.#serializer.serialize(value)
    } catch {
      return undefined // another serializer wrote it, or it has instances of classes: it's replaced as JSON or as a text
    }
  }

  #written(value: unknown): string {
    if (!isSuperjson(value)) return JSON.stringify(this.json(value))
    const { json, meta } = value
    return JSON.stringify({
      json: this.#json(json, [], annotationsOf(meta)),
      meta: renamedMeta(meta, json, name => this.#texts.replaced(name)),
    })
  }

  /** `path` and `types`: those of superjson. */
  #json(value: unknown, path: readonly string[], types: ReadonlyMap<string, unknown>): unknown {
    const [type] = types.size === 0 ? [] : [types.get(pathKey(path))]
    if (typeof value === 'string') return this.#text(value, type)
    if (typeof value === 'number') return this.#texts.number(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) {
      if (Array.isArray(type) && binary.test(String(type[1])) && areNumbers(value))
        return this.#texts.bytes(value)
      return value.map((each, index) => this.#json(each, below(path, String(index), types), types))
    }
    if (isBuffer(value)) return { ...value, data: this.#texts.bytes(value.data) }
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        this.#texts.replaced(name),
        this.#json(each, below(path, name, types), types),
      ]),
    )
  }

  #text(text: string, type: unknown): string {
    if (type === 'number' && /^(?:NaN|-?Infinity|-0)$/.test(text)) return text
    if (type === 'bigint' && /^-?\d{1,8}$/.test(text)) return text
    if (type === 'regexp') {
      const [flags = ''] = /\/[dgimsuvy]*$/.exec(text) ?? []
      return this.#texts.replaced(text.slice(0, text.length - flags.length)) + flags
    }
    const value = /^[[{]/.test(text) && !this.#texts.isKept(text) ? parsed(text) : undefined
    return value !== undefined && JSON.stringify(value) === text
      ? this.#written(value)
      : this.#texts.replaced(text)
  }

  #envelope(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return this.json(value)
    if (Array.isArray(value)) return value.map(each => this.#envelope(each))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        this.#texts.replaced(name),
        serialized.has(name) && typeof each === 'string' ? this.payload(each) : this.#envelope(each),
      ]),
    )
  }
}

const isEnvelope = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { readonly reyield?: unknown }).reyield === 1

/** What JSON makes of a Buffer. */
const isBuffer = (value: object): value is { readonly type: 'Buffer'; readonly data: readonly number[] } => {
  const { type, data, ...others } = value as { readonly type?: unknown; readonly data?: unknown }
  return type === 'Buffer' && Array.isArray(data) && areNumbers(data) && Object.keys(others).length === 0
}

const areNumbers = (values: readonly unknown[]): values is number[] =>
  values.every(each => typeof each === 'number')

/** The path of a part, which is needed only if there are types. */
const below = (
  path: readonly string[],
  name: string,
  types: ReadonlyMap<string, unknown>,
): readonly string[] => (types.size === 0 ? path : [...path, name])

/** The value of a JSON text; undefined if it's no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
