import { fileURLToPath } from 'node:url'
import * as typescriptParser from '@typescript-eslint/parser'
import { ESLint, type Linter } from 'eslint'
import { ESLint as ESLint9 } from 'eslint-9'
import { describe, expect, it } from 'vitest'
import plugin, { configs } from '../src/index.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const typescript: Linter.Config = { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } }

/** What an ESLint reports in the test's modules and cases. */
async function found(version: typeof ESLint, config: Linter.Config): Promise<string[]> {
  const eslint = new version({ cwd: folder, overrideConfigFile: true, overrideConfig: [typescript, config] })
  const results = await eslint.lintFiles(['cases/*.ts', 'modules/*.ts'])
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId }) => `${filePath.slice(folder.length)}:${line} ${ruleId}`),
  )
}

const expected = [
  'cases/forgotten-yield.ts:8 reyield/no-floating-operation',
  'cases/generator-used-twice.ts:12 reyield/no-shared-generator',
  'cases/heartbeat-not-awaited.ts:9 reyield/no-floating-heartbeat',
  'cases/rejected-promise.ts:12 reyield/no-foreign-await',
  'modules/steps.ts:13 reyield/no-nondeterminism',
]

describe.each([
  ['9', ESLint9 as unknown as typeof ESLint],
  ['10', ESLint],
])('ESLint %s', (major, version) => {
  it('is of this version', () => {
    expect(version.version.split('.')[0]).toBe(major)
  })

  it('finds the same with the config recommended', async () => {
    expect(await found(version, configs.recommended)).toEqual(expected)
  })

  it('finds the same with the plugin and single rules', async () => {
    const rules = { 'reyield/no-foreign-await': 'error', 'reyield/no-shared-generator': 'error' } as const
    expect(await found(version, { plugins: { reyield: plugin }, rules })).toEqual([expected[1], expected[3]])
  })
})
