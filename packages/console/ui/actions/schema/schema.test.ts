import { z } from 'zod'
import { expect, test } from 'vitest'
import type { JsonSchema } from '../../../src/api/index.ts'
import { type Entry, initialEntry, textOfEntry } from './entry.ts'
import { type Field, fieldOf } from './field.ts'

const shapeOf = (field: Field): unknown => {
  switch (field.is) {
    case 'list':
      return [shapeOf(field.item)]
    case 'object':
      return Object.fromEntries(
        field.members.map(({ name, field: member, isRequired }) => [
          isRequired ? name : `${name}?`,
          shapeOf(member),
        ]),
      )
    case 'choice':
      return field.values
    case 'text':
      return field.type
    case 'number':
      return field.isInteger ? 'integer' : 'number'
    default:
      return field.is
  }
}

const order = z.object({
  id: z.string().min(1),
  amount: z.number(),
  count: z.int(),
  express: z.boolean(),
  speed: z.enum(['slow', 'fast']),
  due: z.iso.date(),
  at: z.iso.datetime(),
  mail: z.email().optional(),
  items: z.array(z.object({ sku: z.string(), price: z.number().optional() })),
  address: z.object({ city: z.string() }).optional(),
  note: z.string().nullable(),
  either: z.union([z.literal('a'), z.literal(2), z.null()]),
  prices: z.record(z.string(), z.number()),
})

test('a schema of zod becomes fields', () => {
  expect(shapeOf(fieldOf(z.toJSONSchema(order) as JsonSchema))).toEqual({
    id: 'text',
    amount: 'number',
    count: 'integer',
    express: 'boolean',
    speed: ['slow', 'fast'],
    due: 'date',
    at: 'datetime-local',
    'mail?': 'email',
    items: [{ sku: 'text', 'price?': 'number' }],
    'address?': { city: 'text' },
    note: 'text',
    either: ['a', 2, null],
    prices: 'json',
  })
})

test('what refers to itself ends in a JSON5 text', () => {
  const tree: JsonSchema = {
    $ref: '#/$defs/node',
    $defs: { node: { type: 'object', properties: { left: { $ref: '#/$defs/node' } } } },
  }
  expect(JSON.stringify(shapeOf(fieldOf(tree)))).toContain('"left?":"json"')
})

test.each<JsonSchema>([
  {},
  { $ref: 'https://elsewhere/schema.json' },
  { $ref: '#' },
  { $ref: '#/constructor' },
  { allOf: [{ type: 'string' }] },
  { type: ['string', 'number'] },
  { type: 'array', prefixItems: [{ type: 'string' }] },
])('a form cannot express %j: it is a JSON5 text', schema => {
  expect(fieldOf(schema).is).toBe('json')
})

const field = fieldOf({
  type: 'object',
  required: ['name', 'count', 'speed'],
  properties: {
    name: { type: 'string' },
    count: { type: 'integer', default: 3 },
    speed: { enum: ['slow', 'fast'] },
    gift: { type: 'boolean' },
    at: { type: 'string', format: 'date-time' },
    items: { type: 'array', items: { type: 'number' } },
    other: {},
  },
})
const text = (value: string): Entry => ({ is: 'text', text: value })

test('a form begins with the defaults, and without what is optional', () => {
  expect(initialEntry(field)).toEqual({
    is: 'object',
    members: { name: text(''), count: text('3'), speed: { is: 'choice', index: undefined } },
  })
})

test('what was entered becomes a JSON5 text', () => {
  const entry: Entry = {
    is: 'object',
    members: {
      name: text('a "b"\n</script>'),
      count: text(' 4 '),
      speed: { is: 'choice', index: 1 },
      gift: { is: 'boolean', value: false },
      at: text('2026-11-29T05:31Z'),
      items: { is: 'list', items: [text('1.5'), text('-2')] },
      other: text('{ any: [1] }'),
    },
  }
  expect(textOfEntry(field, entry)).toEqual({
    text:
      '{ "name": "a \\"b\\"\\n</script>", "count": 4, "speed": "fast", "gift": false, "at": "2026-11-29T05:31:00.000Z", ' +
      '"items": [1.5, -2], "other": { any: [1] } }',
  })
})

test('what has no value is said with its place', () => {
  const entry: Entry = {
    is: 'object',
    members: {
      name: text(''),
      count: text('x'),
      speed: { is: 'choice', index: undefined },
      items: { is: 'list', items: [text('1'), text('')] },
      other: text(' '),
      at: text(''),
    },
  }
  expect(textOfEntry(field, entry)).toEqual({
    issues: [
      { path: '$.count', message: 'Enter a number.' },
      { path: '$.speed', message: 'Choose one.' },
      { path: '$.at', message: 'Enter a date and a time.' },
      { path: '$.items[1]', message: 'Enter a number.' },
      { path: '$.other', message: 'Enter a value as JSON5.' },
    ],
  })
})

test('what may be null is null unless it is given', () => {
  const nullable = fieldOf(
    z.toJSONSchema(z.object({ note: z.string().nullable(), more: z.number().nullish() })) as JsonSchema,
  )
  expect(textOfEntry(nullable, initialEntry(nullable))).toEqual({ text: '{ "note": null }' })
  const given: Entry = { is: 'object', members: { note: text('x'), more: text('1') } }
  expect(textOfEntry(nullable, given)).toEqual({ text: '{ "note": "x", "more": 1 }' })
})
