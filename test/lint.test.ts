import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { configs as pluginConfigs } from '../packages/eslint-plugin/src/index.ts'

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

/** Mistakes of workflows. At the end of a line stands the rule that must find it. */
const workflowMistakes = `
import { activities, sleep, workflow } from '@reyield/workflow'
const { charge } = activities<{ charge(order: string): Promise<string> }>({ startToClose: '1m' })
export const order = workflow({ name: 'order' }, async function* (id: string) {
  sleep('1s') // no-floating-operation
  const receipt = yield* charge(id)
  return [receipt, Date.now()] // no-nondeterminism
})
`

/** Where workflows are linted: the last one by the configuration of a first project. */
const workflowPlaces = [
  'packages/workflow/src/code.ts',
  'examples/guide/code.ts',
  'bench/code.ts',
  'app/src/code.ts',
]

it('the linter finds mistakes of workflows, in this repository and in a first project', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  try {
    cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    mkdirSync(join(folder, 'app'))
    cpSync(join(root, 'packages/create-reyield/template/_oxlintrc.json'), join(folder, 'app/.oxlintrc.json'))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
    for (const place of workflowPlaces) {
      mkdirSync(dirname(join(folder, place)), { recursive: true })
      writeFileSync(join(folder, place), workflowMistakes)
    }
    const expectedThere = workflowMistakes
      .split('\n')
      .flatMap((line, index) => (line.includes(' // ') ? [`${index + 1} ${line.split(' // ')[1]}`] : []))
    const found = diagnosticsIn(folder, workflowPlaces).map(
      ({ filename, code, labels }) => `${filename} ${labels[0]?.span.line} ${/\((.*)\)/.exec(code)?.[1]}`,
    )
    expect(found.toSorted()).toEqual(
      workflowPlaces.flatMap(place => expectedThere.map(one => `${place} ${one}`)).toSorted(),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('a first project has the rules of the config recommended', () => {
  const { rules } = JSON.parse(
    readFileSync(join(root, 'packages/create-reyield/template/_oxlintrc.json'), 'utf8'),
  ) as { rules: object }
  expect(rules).toEqual(pluginConfigs.recommended.rules)
})

interface Diagnostic {
  filename: string
  code: string
  labels: { span: { line: number } }[]
}

/** What oxlint reports in a folder. */
function diagnosticsIn(folder: string, args: readonly string[]): Diagnostic[] {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--format', 'json', ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 50_000,
  })
  return (JSON.parse(stdout || JSON.stringify(stderr)) as { diagnostics: Diagnostic[] }).diagnostics
}

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
    const diagnostics = diagnosticsIn(folder, ['--type-check', 'packages', 'bench', 'test'])
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
