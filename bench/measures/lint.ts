import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configs } from '@reyield/eslint-plugin'
import * as typescriptParser from '@typescript-eslint/parser'
import { ESLint, type Linter } from 'eslint'
import { median, round, type Figure, type Measure } from '../measure.ts'

const files = 1000
/** One of so many files has workflows, the others are those of any program. */
const shares = [1, 10, 1000]

/** Workflows of one module, which imports activities and a helper. */
const workflows = (
  n: number,
) => `import { activities, all, saga, signal, sleep, workflow } from '@reyield/workflow'
import type * as shop from './activities${n}.ts'
import { price } from './prices${n}.ts'

const { reserve, charge, ship } = activities<typeof shop>({ startToClose: '30s', retry: { maximumAttempts: 3 } })
export const approved = signal<{ by: string }>('approved')

async function* pay(id: string, total: number) {
  const receipt = yield* charge({ id, total })
  if (total > 1000) yield* approved.receive({ timeout: '2 days' })
  return receipt
}

export const order = workflow({ name: 'order${n}', taskList: 'orders' }, async function* (input: { id: string; items: string[] }) {
  return yield* saga(async function* (undo) {
    for (const item of input.items) {
      undo(() => ship({ id: item }))
      yield* reserve({ id: item })
    }
    const [receipt] = yield* all([pay(input.id, price(input.items)), sleep('1m')])
    return { receipt, parcel: yield* ship({ id: input.id }) }
  })
})
`

/** A module of any program, with some functions and classes, which imports two others. */
const plain = (n: number) => `import { total${n + 1} } from './plain${n + 1}.ts'
import { total${n + 2} } from './plain${n + 2}.ts'

export interface Line${n} { readonly item: string; readonly count: number; readonly price: number }

${Array.from(
  { length: 4 },
  (_, i) => `export function sum${i}(lines: readonly Line${n}[]): number {
  let sum = 0
  for (const { count, price } of lines) {
    if (count === 0) continue
    sum += count * price
  }
  return sum > ${i} ? Math.round(sum) : 0
}

export class Cart${i} {
  readonly #lines: Line${n}[] = []
  add(line: Line${n}): this {
    this.#lines.push(line)
    return this
  }
  get total(): number {
    return sum${i}(this.#lines)
  }
}
`,
).join('\n')}
export const total${n} = (lines: readonly Line${n}[]): number => sum0(lines) + total${n + 1}([]) + total${n + 2}([])
`

function writeProject(folder: string, share: number): void {
  mkdirSync(folder)
  for (let n = 0; n < files; n++) {
    if (n % share !== 0) writeFileSync(join(folder, `plain${n}.ts`), plain(n))
    else {
      writeFileSync(join(folder, `workflows${n}.ts`), workflows(n))
      writeFileSync(
        join(folder, `prices${n}.ts`),
        'export const price = (items: string[]): number => items.length * 5\n',
      )
    }
  }
}

async function lint(folder: string, config: readonly Linter.Config[]): Promise<number> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: typescriptParser } }, ...config],
  })
  globalThis.gc?.()
  const begin = process.cpuUsage()
  const results = await eslint.lintFiles(['.'])
  const { user, system } = process.cpuUsage(begin)
  const problems = results.flatMap(({ messages }) => messages)
  if (problems.length > 0)
    throw new Error(`The files of the benchmark have problems: ${problems[0]?.message}`)
  return (user + system) / 1000 / results.length
}

/** How long ESLint takes for a file with the rules. */
export const lintFiles: Measure = {
  name: 'lint',
  about:
    `ESLint with typescript-eslint's parser and the rules of \`strict\` on at least ${files} files, a part of which has workflows; ` +
    'floor: the parser and no rules, in turns in the same process. CPU time',
  async run() {
    const home = mkdtempSync(join(tmpdir(), 'lint-'))
    try {
      const figures: Figure[] = []
      for (const share of shares) {
        const folder = join(home, `every${share}`)
        writeProject(folder, share)
        const times: { floor: number[]; value: number[] } = { floor: [], value: [] }
        for (let turn = 0; turn < 4; turn++) {
          const floor = await lint(folder, [])
          const value = await lint(folder, [configs.strict])
          if (turn === 0) continue // the first turn compiles the code
          times.floor.push(floor)
          times.value.push(value)
        }
        const [floor, value] = [median(times.floor), median(times.value)]
        figures.push({
          measure: 'lint',
          at:
            share === 1
              ? 'all have workflows'
              : share === files
                ? 'one has workflows'
                : `every ${share}th has workflows`,
          value: round(value),
          unit: 'CPU ms a file',
          floor: round(floor),
          ratio: round(value / floor),
        })
      }
      return figures
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
}
