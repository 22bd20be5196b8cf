import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ValueNode } from '../api/index.ts'
import { valueNode } from './value-node.ts'

class Money {
  readonly amount = 1n
  get secret(): string {
    throw new Error('a getter was called')
  }
  toJSON(): string {
    throw new Error('toJSON was called')
  }
}
const loop: { self?: unknown } = {}
loop.self = loop
const shared = { a: 1 }
const hostile = JSON.parse(
  '{"__proto__":{"x":1},"constructor":"c","<img src=x onerror=alert(1)>":"</script>"}',
) as object
const text = (is: 'number' | 'bigint' | 'date' | 'regexp' | 'url' | 'symbol', of: string): ValueNode => ({
  is,
  text: of,
})

it.each<[string, unknown, ValueNode]>([
  ['null', null, { is: 'null' }],
  ['undefined', undefined, { is: 'undefined' }],
  ['a boolean', true, { is: 'boolean', value: true }],
  [
    'numbers that JSON lacks',
    [NaN, -0, -Infinity],
    {
      is: 'array',
      size: 3,
      items: [text('number', 'NaN'), text('number', '-0'), text('number', '-Infinity')],
    },
  ],
  ['a BigInt', 2n ** 70n, text('bigint', '1180591620717411303424')],
  ['a date', new Date(0), text('date', '1970-01-01T00:00:00.000Z')],
  ['a date that is none', new Date(NaN), text('date', 'Invalid Date')],
  ['a regular expression', /a|b/gi, text('regexp', '/a|b/gi')],
  ['an address', new URL('http://a/b'), text('url', 'http://a/b')],
  ['a symbol', Symbol('s'), text('symbol', 's')],
  [
    'a map',
    new Map([[{ k: 1 }, new Set(['v'])]]),
    {
      is: 'map',
      size: 1,
      entries: [
        [
          { is: 'object', size: 1, entries: [['k', text('number', '1')]] },
          { is: 'set', size: 1, items: [{ is: 'string', text: 'v' }] },
        ],
      ],
    },
  ],
  ['bytes', new Uint8Array([1, 255]), { is: 'bytes', size: 2, text: '01ff' }],
  [
    'an instance of a class',
    new Money(),
    { is: 'object', of: 'Money', size: 1, entries: [['amount', text('bigint', '1')]] },
  ],
  ['a value that contains itself', loop, { is: 'object', size: 1, entries: [['self', { is: 'circular' }]] }],
  [
    'a value that is there twice',
    [shared, shared],
    {
      is: 'array',
      size: 2,
      items: [1, 2].map((): ValueNode => ({ is: 'object', size: 1, entries: [['a', text('number', '1')]] })),
    },
  ],
  [
    'an object without a prototype',
    Object.assign(Object.create(null) as object, { a: 1 }),
    { is: 'object', size: 1, entries: [['a', text('number', '1')]] },
  ],
  [
    'hostile keys',
    hostile,
    {
      is: 'object',
      size: 3,
      entries: [
        ['__proto__', { is: 'object', size: 1, entries: [['x', text('number', '1')]] }],
        ['constructor', { is: 'string', text: 'c' }],
        ['<img src=x onerror=alert(1)>', { is: 'string', text: '</script>' }],
      ],
    },
  ],
  [
    'a list with holes',
    Object.assign([], { length: 2 }),
    { is: 'array', size: 2, items: [{ is: 'undefined' }, { is: 'undefined' }] },
  ],
  [
    'a proxy',
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('a trap was called')
        },
      },
    ),
    { is: 'object', of: 'Proxy', size: 0, entries: [] },
  ],
])('%s is a tree', (_, value, expected) => {
  expect(valueNode(value)).toEqual(expected)
})

it('an error has its class, message, cause and own members', () => {
  const node = valueNode(Object.assign(new TypeError('a', { cause: new Error('b') }), { code: 'C' }))
  const { entries } = node as Extract<ValueNode, { is: 'error' }>
  expect([node.is, (node as { of?: string }).of, Object.fromEntries(entries)]).toMatchObject([
    'error',
    'TypeError',
    {
      message: { text: 'a' },
      cause: { is: 'error', of: 'Error' },
      code: { text: 'C' },
      stack: { is: 'string' },
    },
  ])
})

it('large values are cut, and say how large they are', () => {
  const limits = { nodes: 3, depth: 2, text: 4 }
  expect(
    valueNode(
      Array.from({ length: 1e6 }, (_, at) => at),
      limits,
    ),
  ).toMatchObject({ size: 1e6, items: { length: 2 } })
  expect(valueNode('x'.repeat(9), limits)).toEqual({ is: 'string', text: 'xxxx', size: 9 })
  expect(valueNode(Buffer.alloc(9), limits)).toEqual({ is: 'bytes', size: 9, text: '0000' })
  expect(valueNode({ a: { b: { c: 1 } } }, limits)).toEqual({
    is: 'object',
    size: 1,
    entries: [['a', { is: 'object', size: 1, entries: [['b', { is: 'object', size: 1, entries: [] }]] }]],
  })
  expect(valueNode(Object.assign([], { length: 2 ** 32 - 1 }))).toMatchObject({ size: 2 ** 32 - 1 })
})

it('any value can be sent as JSON', () =>
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withNullPrototype: true,
      }),
      value => {
        const node = valueNode(value)
        expect(JSON.parse(JSON.stringify(node))).toEqual(node)
      },
    ),
  ))
