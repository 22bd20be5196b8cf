import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../', import.meta.url)
const pages = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(new URL('packages/', root)).map(folder => `packages/${folder}/README.md`),
  ...readdirSync(new URL('examples/', root), { recursive: true, encoding: 'utf8' }).map(
    page => `examples/${page}`,
  ),
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' }).map(page => `docs/${page}`),
]
  .filter(page => page.endsWith('.md') && !/^docs\/(internals\/api|site)\//.test(page)) // those are generated
  .map(page => [page, readFileSync(new URL(page, root), 'utf8')] as const)

/** Code in the docs: the whole of a file, or (`from`) lines of one, perhaps further in than there. */
const snippets = pages.flatMap(([page, text]) =>
  [...text.matchAll(/<!-- (file|from): (\S+) -->\n+```(js|ts|python|json)\n([\s\S]*?)```/g)].map(
    ([, kind, file, language, code]) => [page, kind!, file!, code!, language!] as const,
  ),
)

describe('the docs', () => {
  it.each(snippets)('%s shows %s %s as it is', (_, kind, file, code) => {
    const source = readFileSync(new URL(file, root), 'utf8')
    if (kind === 'file') expect(code).toBe(source)
    else expect(undented(source)).toContain(undented(code))
  })

  it('have code from files that the tests run, and no other', () => {
    const blocks = pages.flatMap(([, text]) => [...text.matchAll(/^```(ts|python)$/gm)])
    expect(blocks).toHaveLength(
      snippets.filter(([, , , , language]) => !['js', 'json'].includes(language)).length,
    )
  })

  it('are all in docs/pages.json, which lists the pages of the site', () => {
    const sections = JSON.parse(readFileSync(new URL('docs/pages.json', root), 'utf8')) as Record<
      string,
      string[]
    >
    const listed = Object.values(sections).flatMap(paths => paths.map(path => `docs/${path}`))
    expect(listed.toSorted()).toEqual(
      pages.flatMap(([page]) => (page.startsWith('docs/') ? page : [])).toSorted(),
    )
  })

  it.each(pages)('%s names files and folders of the packages that are there', (_, text) => {
    for (const [, path] of text.matchAll(
      /`(?:packages\/)?((?:workflow|data|replay|client|worker|local|testing)\/(?:src|test)\/[^`*…]*)`/g,
    )) {
      expect(existsSync(new URL(`packages/${path}`, root)), path).toBe(true)
    }
  })

  it.each(pages)('%s links to pages and headings that are there', (page, text) => {
    for (const [, repository, path, anchor] of text.matchAll(link)) {
      const from = new URL(page, root)
      const target =
        repository !== undefined ? new URL(path!, root) : path === '' ? from : new URL(path!, from)
      expect(() => readFileSync(target)).not.toThrow(/ENOENT/)
      if (anchor !== undefined)
        expect(anchorsOf(readFileSync(target, 'utf8')), `${path}#${anchor}`).toContain(anchor)
    }
  })
})

/** A link within this repository. READMEs of packages have URLs of its pages, as they're read elsewhere. */
const link =
  /\]\((?:(https:\/\/github\.com\/reyield\/reyield\/blob\/main\/)|(?!https?:))([^)#]*)(?:#([^)]+))?\)/g

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )

const undented = (code: string) => code.replaceAll(/^[ ]+/gm, '')
