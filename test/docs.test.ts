import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const pages = [
  'README.md',
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' }).map(page => `docs/${page}`),
]
  .filter(page => page.endsWith('.md') && !page.startsWith('docs/api/'))
  .map(page => [page, readFileSync(new URL(page, root), 'utf8')] as const)

const snippets = pages.flatMap(([page, text]) =>
  [...text.matchAll(/<!-- file: (\S+) -->\n+```ts\n([\s\S]*?)```/g)].map(
    ([, file, code]) => [page, file!, code!] as const,
  ),
)

describe('the docs', () => {
  it.each(snippets)('%s shows %s as it is', (_, file, code) => {
    expect(code).toBe(readFileSync(new URL(file, root), 'utf8'))
  })

  it('have code from files that the tests run, and no other', () => {
    const blocks = pages.flatMap(([, text]) => [...text.matchAll(/^```ts$/gm)])
    expect(blocks).toHaveLength(snippets.length)
  })

  it.each(pages)('%s links to pages that are there', (page, text) => {
    for (const [, link] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      expect(() => readFileSync(new URL(link!, new URL(page, root)))).not.toThrow(/ENOENT/)
    }
  })
})
