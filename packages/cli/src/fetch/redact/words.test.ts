import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Replacements } from './words.ts'

const key = Buffer.from('a key of a test')
const shape = (text: string) =>
  text
    .replaceAll(/\p{M}/gu, 'm')
    .replaceAll(/[\p{Lu}\p{Lt}]/gu, 'A')
    .replaceAll(/\p{Ll}/gu, 'a')
    .replaceAll(/[\p{Lo}\p{Lm}]/gu, 'x')
    .replaceAll(/\p{N}/gu, '0')

const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
  fc.string({ unit: 'binary', maxLength: 12 }).map(text => text.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')),
)

it('replaces words by others of the same class, equal ones by equal ones, different ones by different ones', () =>
  fc.assert(
    fc.property(
      fc.uniqueArray(
        word.filter(each => each !== ''),
        { maxLength: 30 },
      ),
      words => {
        const replacements = new Replacements(key, new Set(), words)
        const replaced = words.map(each => replacements.word(each))
        expect(replaced.map(shape)).toEqual(words.map(shape))
        expect(replaced.map(({ length }) => length)).toEqual(words.map(({ length }) => length))
        expect(words.map(each => replacements.word(each))).toEqual(replaced)
        expect(new Set(replaced).size).toBe(words.length)
        for (const each of replaced) if (/[a-z]{3}/i.test(each)) expect(words).not.toContain(each)
      },
    ),
    { numRuns: 300 },
  ))

it('gives all ten digits different ones, and leaves none of two out', () => {
  const all = [...'123456789']
  const replacements = new Replacements(key, new Set(), all)
  expect(all.map(each => replacements.word(each)).toSorted()).toEqual(all)
})

it('keeps the case: what is equal but for its case stays so', () => {
  const replacements = new Replacements(key, new Set(), ['Ann'])
  const [ann, Ann, ANN] = ['ann', 'Ann', 'ANN'].map(each => replacements.word(each))
  expect([Ann!.toLowerCase(), ANN!.toLowerCase(), ANN!.toUpperCase()]).toEqual([ann, ann, ANN])
})

it.each([
  ['a leading zero', '0171', /^0\d{3}$/],
  ['a number without one', '4711', /^[1-9]\d{3}$/],
  ['hexadecimal digits', '91afbb59', /^\d\d[a-f]{4}\d\d$/],
  ['a word of the program', 'order', /^order$/],
  ['a word of the program before a number', 'order4711', /^order[1-9]\d{3}$/],
])('keeps %s', (_, text, pattern) => {
  const replaced = new Replacements(key, new Set(['order']), [text]).word(text)
  expect(replaced).toMatch(pattern)
  if (text !== 'order') expect(replaced).not.toBe(text)
})

it('depends on the key', () => {
  const by = (secret: string) => new Replacements(Buffer.from(secret), new Set(), ['Ann']).word('Marzipan')
  expect(by('one')).not.toBe(by('two'))
})
