import { existsSync, readdirSync, readFileSync } from 'node:fs'
import * as typescriptParser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { configs, meta, rules } from '../src/index.ts'
import { whole } from './rule-cases.ts'

const home = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, home), 'utf8')
const names = Object.keys(rules)
const { version, files } = JSON.parse(read('package.json')) as { version: string; files: string[] }
const docsOf = (name: string) => rules[name]!.meta!.docs!

/** The code below a heading of a page. */
function codeBelow(page: string, heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  return [...section.split('\n## ')[0]!.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!)
}

/** What a rule reports in some code of a page. */
function reported(name: string, code: string): string[] {
  const config: Linter.Config = {
    files: ['**/*.ts'],
    plugins: { reyield: { rules } },
    languageOptions: { parser: typescriptParser },
    rules: { [`reyield/${name}`]: 'error' },
  }
  return new Linter()
    .verify(whole(code, code), [config], { filename: 'src/order.ts' })
    .map(({ message }) => message)
}

/** The rows of the table of rules in a page: name, description, config, help. */
const rowsOf = (page: string) =>
  page
    .split('\n')
    .filter(line => /^\| \[[a-z-]+\]\(/.test(line))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, link, description, config, help]) => [/\[(.*?)\]/.exec(link!)![1], description, config, help])

const helpOf = (name: string) => {
  const { fixable, hasSuggestions } = rules[name]!.meta!
  return [fixable === undefined ? [] : ['fix'], hasSuggestions === true ? ['suggestion'] : []]
    .flat()
    .join(', ')
}

describe('the pages of the rules', () => {
  it('are in the package, whose version is that of their addresses', () => {
    expect(files).toContain('docs')
    expect(meta.version).toBe(version)
  })

  it('are one for each rule', () => {
    expect(readdirSync(new URL('docs/rules/', home)).toSorted()).toEqual(
      names.map(name => `${name}.md`).toSorted(),
    )
  })

  it.each(names)('%s: the page has its name, what it reports, why, wrong, right and options', name => {
    const page = read(`docs/rules/${name}.md`)
    expect(page.startsWith(`# ${name}\n\n${docsOf(name).description}.\n`)).toBe(true)
    expect(
      [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading).filter(one => one !== 'Limits'),
    ).toEqual(['Why', 'Wrong', 'Right', 'Options'])
    expect(docsOf(name).url).toBe(`https://unpkg.com/@reyield/eslint-plugin@${version}/docs/rules/${name}.md`)
  })

  // types are needed for the last rule, so its own tests have these examples
  it.each(names.filter(name => name !== 'serializable-payload'))(
    '%s reports what its page calls wrong, and nothing else',
    name => {
      const page = read(`docs/rules/${name}.md`)
      const [wrong, right] = [codeBelow(page, 'Wrong'), codeBelow(page, 'Right')]
      expect(wrong.map(code => [code, reported(name, code).length > 0])).toEqual(
        wrong.map(code => [code, true]),
      )
      expect(right.map(code => [code, reported(name, code)])).toEqual(right.map(code => [code, []]))
      expect(wrong.length * right.length).toBeGreaterThan(0)
    },
  )

  it.each(names)('%s: links lead to files and headings that are there', name => {
    const page = new URL(`docs/rules/${name}.md`, home)
    for (const [, path, anchor] of readFileSync(page, 'utf8').matchAll(
      /\]\((?!https:)([^)#]+)(?:#([^)]+))?\)/g,
    )) {
      const target = new URL(path!, page)
      expect(existsSync(target), path).toBe(true)
      if (anchor === undefined) continue
      const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
        text!
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      )
      expect(headings, `${path}#${anchor}`).toContain(anchor)
    }
  })
})

describe('the table of rules', () => {
  const expected = names.map(name => [
    name,
    docsOf(name).description,
    docsOf(name).recommended === true ? 'recommended' : 'strict',
    helpOf(name),
  ])

  it('in the README of the package has what the rules say', () => {
    expect(rowsOf(read('README.md'))).toEqual(expected)
  })

  it('in the guide has what the rules say', () => {
    expect(rowsOf(read('../../docs/guide/linting.md'))).toEqual(expected)
  })

  it('agrees with the configs', () => {
    const ofConfig = (config: Linter.Config) =>
      Object.keys(config.rules!).map(name => name.replace('reyield/', ''))
    expect(ofConfig(configs.recommended)).toEqual(
      expected.filter(([, , config]) => config === 'recommended').map(([name]) => name),
    )
    expect(ofConfig(configs.strict)).toEqual(names)
  })
})
