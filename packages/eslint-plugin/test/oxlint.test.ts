import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { configs } from '../src/index.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const order = `import { workflow } from '@reyield/workflow'
import { price } from './modules/prices.js'
export const order = workflow({ name: 'order' }, async function* (item: string) { return price(item) })
`

it(
  'oxlint loads the built plugin, and finds what ESLint finds, also in imported files',
  { timeout: 60_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'oxlint-'))
    try {
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
      for (const name of ['cases', 'modules'])
        cpSync(fileURLToPath(new URL(name, import.meta.url)), join(folder, name), { recursive: true })
      writeFileSync(join(folder, 'order.ts'), order)
      writeFileSync(
        join(folder, '.oxlintrc.json'),
        JSON.stringify({
          jsPlugins: [{ name: 'reyield', specifier: '@reyield/eslint-plugin' }],
          categories: { correctness: 'off' },
          rules: configs.strict.rules,
        }),
      )
      const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [oxlint, '--format', 'json', 'cases', 'modules', 'order.ts'],
        { cwd: folder, encoding: 'utf8', timeout: 50_000 },
      )
      const { diagnostics } = JSON.parse(stdout || JSON.stringify(stderr)) as {
        diagnostics: {
          filename: string
          code: string
          message: string
          labels: { span: { line: number } }[]
        }[]
      }
      const found = diagnostics.map(
        ({ filename, code, labels }) => `${filename}:${labels[0]?.span.line} ${code}`,
      )
      expect(found.toSorted()).toEqual([
        'cases/forgotten-yield.ts:8 reyield(no-floating-operation)',
        'cases/generator-used-twice.ts:12 reyield(no-shared-generator)',
        'cases/heartbeat-not-awaited.ts:9 reyield(no-floating-heartbeat)',
        'cases/rejected-promise.ts:12 reyield(no-foreign-await)',
        'modules/steps.ts:13 reyield(no-nondeterminism)',
        'order.ts:3 reyield(no-nondeterminism)',
      ])
      expect(diagnostics.find(({ filename }) => filename === 'order.ts')?.message).toBe(
        "helper 'price' (prices.ts:5) uses Date.now(), called from workflow 'order'. Use (yield* now()).getTime().",
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
