import { expect, it } from 'vitest'
import type { ValueNode } from '../../../src/api/index.ts'
import { childrenOf, preview, sizeText, valueText } from './value-text.ts'

const text = (value: string): ValueNode => ({ is: 'string', text: value })
const number = (value: number): ValueNode => ({ is: 'number', text: String(value) })

const order: ValueNode = {
  is: 'object',
  size: 6,
  entries: [
    ['id', text("o'1\n")],
    ['due date', { is: 'date', text: '2026-11-29T08:00:00.000Z' }],
    ['cents', { is: 'bigint', text: '9007199254740993' }],
    ['items', { is: 'array', size: 2, items: [number(1), { is: 'undefined' }] }],
    ['stock', { is: 'map', size: 1, entries: [[text('a'), { is: 'set', size: 1, items: [number(NaN)] }]] }],
    ['of', { is: 'object', of: 'Customer', size: 0, entries: [] }],
  ],
}

it('a value is copied as JavaScript that makes it again', () => {
  expect(valueText(order)).toBe(`{
  id: 'o\\'1\\n',
  'due date': new Date('2026-11-29T08:00:00.000Z'),
  cents: 9007199254740993n,
  items: [
    1,
    undefined,
  ],
  stock: new Map([
    ['a', new Set([
      NaN,
    ])],
  ]),
  of: /* Customer */ {},
}`)
})

it('a path leads to a part from the whole', () => {
  const paths = (node: ValueNode, path: string): string[] =>
    childrenOf(node, path).flatMap(child => [child.path, ...paths(child.value, child.path)])
  expect(paths(order, 'result')).toEqual([
    'result.id',
    "result['due date']",
    'result.cents',
    'result.items',
    'result.items[0]',
    'result.items[1]',
    'result.stock',
    "result.stock.get('a')",
    "[...result.stock.get('a')][0]",
    'result.of',
  ])
})

it.each<[ValueNode, string]>([
  [order, "{ id: 'o\\'1\\n', due date: new Date('2026-11-29T08:00:00.000Z'), … }"],
  [text('x'.repeat(100)), `'${'x'.repeat(72)}…'`],
  [{ is: 'array', size: 900, items: [number(1), number(2)] }, '[1, 2, …]'],
  [{ is: 'map', size: 3, entries: [] }, 'Map(3)'],
  [
    { is: 'error', of: 'BusyError', size: 1, entries: [['message', text('busy')]] },
    "BusyError { message: 'busy' }",
  ],
  [{ is: 'bytes', size: 12, text: 'AAAA' }, '12 bytes'],
  [{ is: 'null' }, 'null'],
])('a closed value has one short line', (value, line) => {
  expect(preview(value)).toBe(line)
})

it.each([
  [1, '1 character'],
  [94, '94 characters'],
  [12_345, '12.3 kB'],
  [3_200_000, '3.2 MB'],
])('%i characters are %s', (size, words) => {
  expect(sizeText(size)).toBe(words)
})
