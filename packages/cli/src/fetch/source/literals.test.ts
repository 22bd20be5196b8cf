import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vocabularyIn } from './literals.ts'

const found = (source: string) => {
  const { texts, words } = vocabularyIn(source)
  return { texts: [...texts], words: [...words] }
}

it.each<[string, string, readonly string[], readonly string[]]>([
  ['a literal', `status === 'paid'`, ['status', 'paid'], ['paid']],
  ['both quotes, with escapes', `['it\\'s', "a\\tb\\u00e9\\x41\\u{1F600}"]`, ["it's", 'a\tbéA😀'], ['it']],
  [
    'a sentence, whose words are too common',
    `throw new Error('Mark as paid')`,
    ['throw', 'new', 'Error', 'Mark as paid'],
    [],
  ],
  [
    'the pieces of a template',
    '`order-${order.id}-line-item-${n}`',
    ['order-', 'order', 'id', '-line-item-', 'n', ''],
    ['order', 'line', 'item'],
  ],
  [
    'a template in a template',
    '`a-${b ? `cc-${d}` : {e: "ff"}}-gg`',
    ['a-', 'b', 'cc-', 'd', '', 'e', 'ff', '-gg'],
    ['cc', 'ff', 'gg'],
  ],
  [
    'a regular expression',
    String.raw`/^ORD-\d{6}[/"']$/u.test(id) || 'DE'`,
    ['test', 'id', 'DE'],
    ['ORD', 'DE'],
  ],
  ['a division', `(a) / b / 'cc'`, ['a', 'b', 'cc'], ['cc']],
  ['no comment', `// 'ann'\n/* "bob" */ 'cy' // it's`, ['cy'], ['cy']],
  ['names beyond ASCII', `const größe = { naïve: 1 }`, ['const', 'größe', 'naïve'], []],
])('finds %s', (_, source, texts, words) => {
  expect(found(source)).toEqual({ texts, words })
})

it('ends for every text, and finds nothing that is not in it', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...`'"\`/\\\${}[]()*ab1 \n`), { maxLength: 60 }), characters => {
      const source = characters.join('')
      const { words } = vocabularyIn(source)
      const written = source.replaceAll(/\\\n?/g, '') // `a\\a` is the text `aa`
      for (const word of words) expect(written).toContain(word)
    }),
  ))
