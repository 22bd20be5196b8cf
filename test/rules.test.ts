import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  filesBelow,
  groups,
  headingsIn,
  rulesIn,
  sectionsIn,
  sectionsWithoutPage,
  type Citation,
} from './citations.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rulesPage = 'docs/internals/replay-rules.md'
const swfPage = 'docs/internals/swf-semantics.md'
const page = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!)

const ids = matches(page(rulesPage), /^### ([A-Z]\d+)\. /gm)
const sections = matches(page(swfPage), /^#{2,3} (\d+(?:\.\d+)?)\.? /gm)

/** This test and its helper speak of ids that aren't there. */
const own = /^test\/(rules\.test|citations)\.ts$/
const files = filesBelow(root, '.', /\.(ts|js|mjs|md)$/).filter(
  ([file, text]) => !own.test(file) && /\b[A-Z]\d{1,2}\b|§|replay-rules\.md/.test(text),
)

const cited = (of: (file: string, text: string) => string[], from = files): Citation[] =>
  from.flatMap(([file, text]) => of(file, text).map(one => ({ file, cited: one })))

const rules = cited(rulesIn)
const isTest = ({ file }: Citation) => file.endsWith('.test.ts')
const isSource = ({ file }: Citation) => !isTest({ file, cited: '' }) && /^packages\/\w+\/src\//.test(file)
const idsOf = (citations: readonly Citation[]) => new Set(citations.map(one => one.cited))

describe('the replay rules', () => {
  it('that code, tests and pages cite are defined', () => {
    expect(rules.filter(one => !ids.includes(one.cited))).toEqual([])
    expect(rules.length).toBeGreaterThan(400)
  })

  it('are each cited by a source file', () => {
    const bySources = idsOf(rules.filter(isSource))
    expect(ids.filter(id => !bySources.has(id))).toEqual([])
  })

  it('are each cited by a test', () => {
    const byTests = idsOf(rules.filter(isTest))
    expect(ids.filter(id => !byTests.has(id))).toEqual([])
  })

  it('are each defined once, with their reason and a counterexample, in a group that citations are searched for', () => {
    const parts = page(rulesPage).split(/^### /m).slice(1)
    const whole = parts.filter(
      part => part.includes('\n**Why.** ') && /\n\*\*Counterexamples?\.\*\* /.test(part),
    )
    expect(whole.map(part => /^[A-Z]\d+/.exec(part)?.[0])).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...new Set(ids.map(id => id[0]))].toSorted().join('')).toBe(groups)
  })

  it('have the headings that comments name', () => {
    const headings = matches(page(rulesPage), /^#{2,3} (.+)$/gm)
    const named = cited(headingsIn)
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(one => !headings.includes(one.cited))).toEqual([])
  })
})

describe('the sections of swf-semantics.md', () => {
  it('that are cited are there', () => {
    const found = cited(sectionsIn)
    expect(found.filter(({ file }) => file.startsWith('packages/')).length).toBeGreaterThan(20)
    expect(found.filter(one => !sections.includes(one.cited))).toEqual([])
  })

  it('are cited with the name of the page', () => {
    expect(
      cited(
        sectionsWithoutPage,
        files.filter(([file]) => file !== swfPage),
      ),
    ).toEqual([])
  })

  it('are numbered without gaps', () => {
    const numbers = sections.map(section => section.split('.').map(Number))
    const next = numbers.map(([chapter, part], at) => {
      const [before, last = 0] = numbers[at - 1] ?? [0]
      return part === undefined ? chapter === before! + 1 : chapter === before && part === last + 1
    })
    expect(sections.filter((_, at) => !next[at])).toEqual([])
  })
})

describe('a citation of a rule is', () => {
  it.each<[string, string, string, string[]]>([
    [
      'an id in a comment',
      'a.ts',
      '/** H6: held, as rule W3 says (L2, C99). */ // C10',
      ['H6', 'W3', 'L2', 'C99', 'C10'],
    ],
    ['each id of a range', 'a.ts', '// C7-C10', ['C7', 'C8', 'C9', 'C10']],
    ['an id of a group that is unknown, after the word rule', 'a.ts', '// rule X3 and V8', ['X3']],
    ['no name that only looks like one', 'a.ts', '// Amazon S3, H2O, ~M1, SHA-C1, E1.5, `B-W1`, CP1252', []],
    ['no text in code', 'a.ts', "const E1 = 'E1 and C3' /* L1 */ + `M1 ${C1}`", ['L1']],
    ['an id in brackets in a name', 'a.test.ts', "it('is held (C12, L7) as E1', () => {})", ['C12', 'L7']],
    ['an id at the begin of a name', 'a.test.ts', "mutant('H1: is late', 1)", ['H1']],
    ['an id in a page', 'a.md', 'Rules H1-H3; **W1**.\n```\nE1\n```\n`E2`', ['H1', 'H2', 'H3', 'W1']],
  ])('%s', (_, file, text, expected) => {
    expect(rulesIn(file, text).toSorted()).toEqual(expected.toSorted())
  })

  it('not confused by what looks like a comment in a string', () => {
    const text = "const files = 'src/**/*.ts', quote = /['`]/, two = `${`a'` + 1}'`; const S1 = C3 / 2 // H1"
    expect(rulesIn('a.ts', text)).toEqual(['H1'])
  })
})

describe('a citation of a section', () => {
  it('may name several, and is reported if it names no page', () => {
    const text = '// swf-semantics.md §3.1, §4 and §6.2\n// also §7'
    expect(sectionsIn('a.ts', text)).toEqual(['3.1', '4', '6.2', '7'])
    expect(sectionsWithoutPage('a.ts', text)).toEqual(['§7'])
  })
})
