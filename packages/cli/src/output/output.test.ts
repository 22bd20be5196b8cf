import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Output } from './output.ts'
import { safe } from './safe.ts'
import { Table } from './table.ts'
import { cut, joined, paint, rendered, text, widthOf, type Text } from './text.ts'

/** What no terminal may be sent. */
// eslint-disable-next-line no-control-regex -- the characters that are looked for
const obeyed = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Cs}/u

const hostile = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xa0 }).map(code => String.fromCharCode(code)),
    fc.integer({ min: 0x2000, max: 0x206f }).map(code => String.fromCharCode(code)),
    fc.constantFrom(
      '\u001b[31m',
      '\u001b]0;title\u0007',
      '\u009b2J',
      '\u061c',
      '\ud800',
      '注',
      'é',
      '🙂',
      'a',
    ),
  ),
})

/** Text made of hostile strings in all ways that there are. */
const hostileText: fc.Arbitrary<Text> = fc.letrec<{ text: Text }>(tie => ({
  text: fc.oneof(
    { maxDepth: 4 },
    hostile,
    tie('text').map(paint.red),
    tie('text').map(paint.bold),
    fc.array(tie('text'), { maxLength: 3 }).map(texts => joined(texts, ' ')),
    tie('text').map(each => text`a ${each} b`),
    fc.tuple(tie('text'), fc.nat(20)).map(([each, columns]) => cut(each, columns)),
  ),
})).text

const stream = (isTTY: boolean, columns: number) => {
  const written: string[] = []
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns })
  stream.on('data', (text: string) => written.push(text))
  return { out: new Output(stream as never), written: () => written.join('') }
}

describe('output for people', () => {
  it('has no character that a terminal obeys besides its own colors, whatever it is made of', () => {
    fc.assert(
      fc.property(hostileText, each => {
        expect(rendered(each, false)).not.toMatch(obeyed)
        // eslint-disable-next-line no-control-regex -- colors
        expect(rendered(each, true).replaceAll(/\u001b\[\d+m/g, '')).toBe(rendered(each, false))
      }),
    )
  })

  it('is the text itself if nothing in it is dangerous', () => {
    for (const each of ['order-7 ½ 注文 🙂 é', "it's \\n", '']) expect(safe(each)).toBe(each)
    expect(safe('a\nb\tc\u001b[0m\u009b\u202e\u{e0041}\ud800')).toBe(
      'a\\nb\\tc\\x1b[0m\\x9b\\u202e\\u{e0041}\\ud800',
    )
  })

  it('is cut to a number of columns, of which wide characters take two', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(30), (each, columns) => {
        expect(widthOf(cut(each, columns))).toBeLessThanOrEqual(columns)
      }),
    )
    expect(rendered(cut('注文七', 5), false)).toBe('注文…')
    expect(rendered(cut('注文七', 6), false)).toBe('注文七')
  })
})

describe('output for programs', () => {
  it('is JSON with the same value and without characters that a terminal obeys', () => {
    fc.assert(
      fc.property(hostile, value => {
        const { out, written } = stream(true, 80)
        out.jsonLine({ value })
        const line = written()
        expect(line.slice(0, -1)).not.toMatch(obeyed)
        expect(JSON.parse(line)).toEqual({ value })
      }),
    )
  })
})

describe('a table', () => {
  const columns = [
    { header: 'ID', value: (row: readonly string[]) => row[0]!, shrink: 1 },
    { header: 'TYPE', value: (row: readonly string[]) => paint.red(row[1]!), least: 3 },
    { header: 'AGE', value: (row: readonly string[]) => row[2]!, align: 'right' as const },
  ]
  const rows = [
    ['order-7', 'order@1', '3m'],
    ['注文-8', 'a long type', '12h'],
  ]

  it.each([
    [80, 'ID       TYPE         AGE\norder-7  order@1       3m\n注文-8   a long type  12h\n'],
    [22, 'ID    TYPE         AGE\nord…  order@1       3m\n注…   a long type  12h\n'],
    [17, 'ID    TYPE    AGE\nord…  order…   3m\n注…   a lon…  12h\n'],
    [8, 'ID  …  …\no…  …  …\n…   …  …\n'],
  ])('of a terminal with %i columns shrinks the columns that matter least first', (width, expected) => {
    const { out, written } = stream(true, width)
    new Table(out, columns).add(rows)
    // eslint-disable-next-line no-control-regex -- colors
    expect(written().replaceAll(/\u001b\[\d+m/g, '')).toBe(expected)
  })

  it('is lines of values separated by tabs if it is not for a terminal', () => {
    const { out, written } = stream(false, 80)
    const table = new Table(out, columns)
    table.add([['a\tb', 'c', 'd']])
    table.add([['e', 'f\n', 'g']])
    expect(written()).toBe('a\\tb\tc\td\ne\tf\\n\tg\n')
  })
})
