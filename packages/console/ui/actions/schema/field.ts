import type { JsonSchema } from '../../../src/api/index.ts'

/** A field of a form, made from a JSON schema. */
export type Field = {
  /** What the schema says of it, for people. */
  readonly title: string | undefined
  readonly description: string | undefined
  /** Its default or only value. */
  readonly preset: unknown
  /** Whether it may be null instead, which a form says by leaving it out. */
  readonly isNullable: boolean
} & (
  | {
      readonly is: 'text'
      readonly type: 'text' | 'date' | 'datetime-local' | 'email' | 'url'
      readonly isLong: boolean
    }
  | {
      readonly is: 'number'
      readonly isInteger: boolean
      readonly least: number | undefined
      readonly most: number | undefined
    }
  | { readonly is: 'boolean' }
  /** One of some values; they are shown as JSON if they aren't texts. */
  | { readonly is: 'choice'; readonly values: readonly unknown[] }
  | { readonly is: 'list'; readonly item: Field }
  | { readonly is: 'object'; readonly members: readonly Member[] }
  /** Anything else: a JSON5 text. */
  | { readonly is: 'json' }
)

/** A member of an object. */
export interface Member {
  readonly name: string
  readonly field: Field
  readonly isRequired: boolean
}

/** Objects in objects in … beyond this depth are JSON5 texts; schemas may contain themselves. */
const deepest = 6

/** The field of a schema. What a form can't express is a JSON5 text. */
export const fieldOf = (schema: JsonSchema): Field => fieldAt(schema, schema, 0)

function fieldAt(given: unknown, root: JsonSchema, depth: number): Field {
  const schema = resolved(given, root)
  if (schema === undefined || depth > deepest) return { ...common(schema ?? {}), is: 'json' }
  const base = common(schema)
  if (schema['allOf'] !== undefined || schema['not'] !== undefined || schema['if'] !== undefined)
    return { ...base, is: 'json' }
  if ('const' in schema) return { ...base, preset: schema['const'], is: 'choice', values: [schema['const']] }
  if (Array.isArray(schema['enum'])) return { ...base, is: 'choice', values: schema['enum'] }
  const alternatives = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(alternatives)) {
    const others = alternatives.filter(one => resolved(one, root)?.['type'] !== 'null')
    if (others.length === 1 && others.length < alternatives.length) {
      const field = fieldAt(others[0], root, depth)
      return field.is === 'choice' || field.is === 'json'
        ? { ...base, ...ofAlternatives(alternatives, root) }
        : {
            ...field,
            isNullable: true,
            title: base.title ?? field.title,
            description: base.description ?? field.description,
          }
    }
    return { ...base, ...ofAlternatives(alternatives, root) }
  }
  const types: unknown = schema['type']
  if (Array.isArray(types)) {
    const others: unknown[] = types.filter(type => type !== 'null')
    if (others.length !== 1) return { ...base, is: 'json' }
    const field = fieldAt({ ...schema, type: others[0] }, root, depth)
    return { ...field, isNullable: others.length < types.length }
  }
  switch (types) {
    case 'string':
      return { ...base, is: 'text', ...textOf(schema) }
    case 'number':
    case 'integer':
      return {
        ...base,
        is: 'number',
        isInteger: schema['type'] === 'integer',
        least: numberOf(schema['minimum']),
        most: numberOf(schema['maximum']),
      }
    case 'boolean':
      return { ...base, is: 'boolean' }
    case 'null':
      return { ...base, is: 'choice', values: [null] }
    case 'array':
      return isObject(schema['items']) && schema['prefixItems'] === undefined
        ? { ...base, is: 'list', item: fieldAt(schema['items'], root, depth + 1) }
        : { ...base, is: 'json' }
    case 'object':
      return isObject(schema['properties']) && !isObject(schema['additionalProperties'])
        ? { ...base, is: 'object', members: membersOf(schema, root, depth) }
        : { ...base, is: 'json' }
    default:
      return { ...base, is: 'json' }
  }
}

function membersOf(schema: JsonSchema, root: JsonSchema, depth: number): readonly Member[] {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  return Object.entries(schema['properties'] as JsonSchema).map(([name, member]) => ({
    name,
    field: fieldAt(member, root, depth + 1),
    isRequired: required.has(name),
  }))
}

/** Values alone are a choice. The rest, for instance a string or a number, is a JSON5 text. */
function ofAlternatives(
  alternatives: readonly unknown[],
  root: JsonSchema,
): { is: 'choice'; values: readonly unknown[] } | { is: 'json' } {
  const values = alternatives.flatMap((one): readonly unknown[] => {
    const schema = resolved(one, root) ?? {}
    if ('const' in schema) return [schema['const']]
    if (Array.isArray(schema['enum'])) return schema['enum']
    return schema['type'] === 'null' ? [null] : [undefined]
  })
  return values.includes(undefined) ? { is: 'json' } : { is: 'choice', values }
}

function textOf(schema: JsonSchema): {
  type: 'text' | 'date' | 'datetime-local' | 'email' | 'url'
  isLong: boolean
} {
  const types = { date: 'date', 'date-time': 'datetime-local', email: 'email', uri: 'url' } as const
  const { format } = schema
  const type =
    typeof format === 'string' && Object.hasOwn(types, format) ? types[format as keyof typeof types] : 'text'
  const most = numberOf(schema['maxLength'])
  return { type, isLong: type === 'text' && most !== undefined && most > 200 }
}

/** The schema behind a reference into the same document; undefined if it isn't a schema with members. */
function resolved(given: unknown, root: JsonSchema): JsonSchema | undefined {
  let schema = given
  for (let hops = 0; hops < 10; hops++) {
    if (!isObject(schema)) return undefined
    const reference = schema['$ref']
    if (typeof reference !== 'string') return schema
    if (!reference.startsWith('#')) return undefined
    const keys = reference.slice(1).split('/').filter(Boolean)
    schema = keys.reduce<unknown>((at, key) => {
      const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
      return isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
    }, root)
  }
  return undefined
}

const common = (schema: JsonSchema) => ({
  title: typeof schema['title'] === 'string' ? schema['title'] : undefined,
  description: typeof schema['description'] === 'string' ? schema['description'] : undefined,
  preset: schema['default'],
  isNullable: false,
})

const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)
const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
