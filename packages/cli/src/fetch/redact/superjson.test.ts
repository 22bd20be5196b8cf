import { superjson } from '@reyield/data'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { annotationsOf, isSuperjson, renamedMeta } from './superjson.ts'

const rename = (name: string) => `new ${name}.\\`

/** A value with renamed properties. */
function renamed(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, renamed(each)]))
  if (Array.isArray(value)) return value.map(renamed)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [rename(name), renamed(each)]))
}

const name = fc.constantFrom('a', 'b.c', 'd\\e', '\\.', 'at', '')
const tree: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      new Date(0),
      5n,
      new Set([1]),
      Number.NaN,
      /a/g,
      new URL('http://a.b/'),
      'text',
      1,
      undefined,
    ),
    fc.dictionary(name, tie('any'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.string(), tie('any')), { maxLength: 2 }).map(entries => new Map(entries)),
  ),
})).any

it('keeps the types of all parts, whatever the names of properties become', () =>
  fc.assert(
    fc.property(tree, value => {
      const shared = { value, again: [value, value], map: new Map([['key', value]]) }
      const written: unknown = JSON.parse(superjson.serialize(shared)!)
      if (!isSuperjson(written)) return
      const { json, meta } = written
      const text = JSON.stringify({ json: renamedJson(json), meta: renamedMeta(meta, json, rename) })
      const read = superjson.deserialize(text) as { [name: string]: unknown[] }
      expect(read).toEqual(renamed(shared))
      const again = read[rename('again')]!
      expect(Object.is(again[0], again[1])).toBe(true)
    }),
  ))

const renamedJson = (json: unknown): unknown =>
  Array.isArray(json)
    ? json.map(renamedJson)
    : typeof json === 'object' && json !== null
      ? Object.fromEntries(Object.entries(json).map(([of, each]) => [rename(of), renamedJson(each)]))
      : json

it('knows the annotations by their paths, also those of older versions', () => {
  expect([
    ...annotationsOf({ values: { 'a.b': ['Date'], m: ['map', { '0.1': ['bigint'] }] }, v: 1 }),
  ]).toEqual([
    ['["a","b"]', 'Date'],
    ['["m"]', 'map'],
    ['["m","0","1"]', 'bigint'],
  ])
  expect([...annotationsOf({ values: { 'a\\.b\\\\': ['Date'] } })].map(([path]) => path)).toEqual([
    '["a.b\\\\\\\\"]',
  ])
})
