import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Mistakes that can only be found by types. At the end of a line stand the rules that must find it. */
const mistakes = `
declare const parsed: any // no-explicit-any
declare const count: number
const load = (): Promise<number> => Promise.resolve(1)
const take = (text: string): string => text
class Counter { count = 0; add() { this.count++ } }
load() // no-floating-promises
;[1].forEach(async () => void (await load())) // no-misused-promises
if (load()) console.log() // no-misused-promises TS2801
await 5 // await-thenable
export const text: string = parsed // no-unsafe-assignment
export const given = (): string => parsed // no-unsafe-return
parsed() // no-unsafe-call
parsed.run() // no-unsafe-call no-unsafe-member-access
take(parsed) // no-unsafe-argument
export const add = new Counter().add // unbound-method
export const sum = '1' + count + {} // restrict-plus-operands no-base-to-string
export const shown = \`\${new Counter()}\` // no-base-to-string restrict-template-expressions
export const same = count as number // no-unnecessary-type-assertion
for (const index in [1]) console.log(index) // no-for-in-array
export type Either = string | string // no-duplicate-type-constituents
export type Any = unknown | string // no-redundant-type-constituents
export const wrong: number = 'one' // TS2322
// @ts-expect-error -- TS2578
export const right: number = 1
`.split('\n')

const expected = mistakes.flatMap((line, index) =>
  (/\/\/ (?:@ts-expect-error -- )?(.*)$/.exec(line)?.[1] ?? '')
    .split(' ')
    .filter(rule => rule !== '')
    .map(rule => `${index + 1} ${rule}`),
)

/** Where code is, each by another tsconfig or another pattern of one. */
const places = [
  'packages/workflow/src/code.ts',
  'packages/workflow/src/code.test.ts',
  'packages/workflow/test/code.test.ts',
  'bench/code.test.ts',
  'test/code.ts',
  'packages/create-reyield/template/src/code.ts',
  'packages/create-reyield/template/test/code.test.ts',
]

const configs = [
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.tests.json',
  'packages/workflow/tsconfig.json',
  'packages/create-reyield/template/tsconfig.json',
]

it('the linter finds mistakes that only types can find, and mistakes of types, in sources and in tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  try {
    for (const file of ['package.json', '.oxlintrc.json', ...configs])
      cpSync(join(root, file), join(folder, file))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
    for (const place of places) {
      mkdirSync(dirname(join(folder, place)), { recursive: true })
      writeFileSync(join(folder, place), mistakes.join('\n'))
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [oxlint, '--type-check', '--format', 'json', 'packages', 'bench', 'test'],
      { cwd: folder, encoding: 'utf8', timeout: 50_000 },
    )
    const { diagnostics } = JSON.parse(stdout || JSON.stringify(stderr)) as {
      diagnostics: { filename: string; code: string; labels: { span: { line: number } }[] }[]
    }
    const foundIn = (place: string) =>
      diagnostics
        .filter(({ filename }) => filename === place)
        .map(({ code, labels }) => `${labels[0]?.span.line} ${/\((.*)\)/.exec(code)?.[1]}`)
        .toSorted()
    const isAllowed = (place: string, mistake: string) =>
      place.endsWith('.test.ts') && mistake.endsWith('await-thenable')
    expect(places.map(place => [place, foundIn(place)])).toEqual(
      places.map(place => [place, expected.filter(one => !isAllowed(place, one)).toSorted()]),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
