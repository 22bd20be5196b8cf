import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { apiOf, changes, entryPoints, reportFile, written } from '../scripts/api-report.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, 'docs', 'internals', 'api')

/** The API of the built packages, computed once. */
let computed: { entries: ReturnType<typeof entryPoints>; api: ReturnType<typeof apiOf> } | undefined
function current() {
  const entries = entryPoints(root)
  return (computed ??= { entries, api: apiOf(entries, root) })
}

it('exports what the reports in docs/internals/api say (after an intended change: npm run build && npm run api)', () => {
  const { entries, api } = current()
  expect(readdirSync(reports).sort()).toEqual(entries.map(({ name }) => reportFile(name)).sort())
  const changed = [...api].flatMap(([name, declarations]) => {
    const file = join(reports, reportFile(name))
    const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const after = written(name, declarations)
    return before === after ? [] : [[name, changes(before, after)]]
  })
  expect(changed, 'the API has changed: `npm run api` rewrites the reports').toEqual([])
})

it('documents every function, class and option interface that users import with an example', () => {
  const lacking = [...current().api].flatMap(([name, { withoutExample }]) =>
    name.endsWith('/internal') || withoutExample.length === 0 ? [] : [[name, withoutExample]],
  )
  expect(lacking).toEqual([])
})

/** The report of a small package of two files. */
function reportOf(index: string, parts: string): string {
  return written('@x/y', apiOfParts(index, parts))
}

function apiOfParts(index: string, parts: string) {
  const folder = mkdtempSync(join(tmpdir(), 'api-'))
  const file = join(folder, 'index.d.ts')
  writeFileSync(join(folder, 'parts.d.ts'), parts)
  writeFileSync(file, index)
  return apiOf([{ name: '@x/y', file }], folder).get('@x/y')!
}
const parts = `
interface Money { readonly amount: number }
export interface Order { readonly price: Money }
export declare class Shop { private readonly secret: string; buy(order: Order): void }
`
const index = `
/** Docs. */
export declare function pay(order: import('./parts.js').Order, id: string): Promise<string>
export declare const most: number
export { Shop } from './parts.js'
export type { Decision } from '@aws-sdk/client-swf'
`

it.each<[string, string, string, string[]]>([
  [
    'a new export',
    'export declare const most',
    'export declare const least: 1\nexport declare const most',
    ['added least'],
  ],
  ['an export that is gone', 'export declare const most: number', '', ['removed most']],
  ['the type of a parameter', 'id: string', 'id: number', ['changed pay']],
  ['a result', 'Promise<string>', 'Promise<number>', ['changed pay']],
  ['a type of another package', '{ Decision }', '{ HistoryEvent as Decision }', ['changed Decision']],
  ['what a signature mentions', 'price: Money', 'price: Money | null', ['changed Order (here)']],
  ['what is two steps away', 'amount: number', 'amount: bigint', ['changed Money (here)']],
  ['a method', 'buy(order: Order)', 'buy(order?: Order)', ['changed Shop']],
  ['docs', 'Docs.', 'Other docs.', []],
  ['a private member', 'secret: string', 'secret: number', []],
])('the report shows a change of %s', (_, from, to, expected) => {
  const after = reportOf(index.replace(from, to), parts.replace(from, to))
  expect(changes(reportOf(index, parts), after)).toEqual(expected)
})

it('finds functions, classes and option interfaces without an example', () => {
  const example = '/**\n * Pays.\n *\n * @example\n * ```ts\n * pay()\n * ```\n */\n'
  const api = apiOfParts(
    `/** Pays. */\nexport declare function pay(): void\n${example}export declare function refund(): void\n` +
      "export { Shop } from './parts.js'\nexport type { PayOptions, Receipt } from './parts.js'\n",
    'export declare class Shop {}\nexport interface PayOptions { readonly id: string }\nexport interface Receipt { readonly id: string }\n',
  )
  expect(api.withoutExample).toEqual(['pay', 'Shop', 'PayOptions'])
})

it('says of an internal entry that semantic versioning does not cover it', () => {
  const api = { exported: new Map(), reachable: new Map() }
  const about = (name: string) => written(name, api).split('\n')[2]
  expect([about('@x/y'), about('@x/y/internal')]).toEqual([
    'Written by `npm run api`; a test compares it. A change here is a change for users.',
    'Written by `npm run api`; a test compares it. Not for users, and not covered by semantic versioning.',
  ])
})
