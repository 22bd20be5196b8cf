import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const source = readFileSync(new URL('where-program.txt', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'where-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The comment at the end of a line of the program, which identifies the line. */
const lines = source.split('\n')
const line = (comment: string) => 1 + lines.findIndex(text => text.endsWith(`// ${comment}`))

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'w.ts'), source)
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext }
  for (const [name, maps] of Object.entries({
    beside: { sourceMap: true },
    inline: { inlineSourceMap: true },
  })) {
    const compiled = ts.transpileModule(source, {
      fileName: 'w.ts',
      compilerOptions: { ...options, ...maps },
    })
    const text = compiled.outputText.replace('sourceMappingURL=w.js.map', `sourceMappingURL=${name}.js.map`)
    writeFileSync(join(folder, `${name}.js`), text)
    if (compiled.sourceMapText !== undefined)
      writeFileSync(join(folder, `${name}.js.map`), compiled.sourceMapText)
  }
})

it.each<[string, string[]]>([
  ['a build', ['beside.js']],
  ['a build under --enable-source-maps', ['--enable-source-maps', 'beside.js']],
  ['a build with inline maps', ['inline.js']],
  ['code compiled by a loader, like tsx', ['--enable-source-maps', 'inline.js']],
])('the lines and variables of the program, and no others, are named in %s', (_, args) => {
  const output = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  const shown = output
    .trim()
    .split('\n')
    .map(text => JSON.parse(text) as unknown)
  const all = line('all')
  expect(shown).toEqual([
    { branch: '', lines: [all], variables: { x: '"vase"', mine: '"vase!"' } },
    { branch: '1.1', lines: [line('saga')] },
    {
      branch: '1.1.1.1',
      lines: [line('in a saga')],
      variables: { undo: expect.any(String) as string, inSaga: '"vase"' },
    },
    { branch: '1.2', lines: [line('retry of an operation')] },
    { branch: '1.2.1.1', lines: [line('retry of an operation')] },
    { branch: '1.3', lines: [line('retry')] },
    { branch: '1.3.1.1', lines: [line('in a retry')], variables: { inRetry: '5' } },
    { branch: '1.4', lines: [line('map of an operation')] },
    { branch: '1.4.1.1', lines: [line('map of an operation')], variables: {} },
    { branch: '1.5', lines: [line('map')] },
    { branch: '1.5.1.1', lines: [line('in a map')], variables: { item: '1' } },
    { branch: '1.6', lines: [line('timeout of an operation')] },
    { branch: '1.6.1.1', lines: [line('timeout of an operation')] },
    { branch: '1.6.1.2', lines: [line('timeout of an operation')] },
    { branch: '1.7', lines: [line('timeout')] },
    {
      branch: '1.7.1.1',
      lines: [line('in a helper')],
      variables: { order: '"vase"', helped: '"vase helped"' },
    },
    { branch: '1.7.1.2', lines: [line('timeout')] },
    { branch: '1.8', lines: [all] },
    { code: 'WORKFLOW_STUCK', line: line('stuck') },
    { code: 'NONDETERMINISTIC_CALL', line: line('clock') },
    { code: 'NON_DETERMINISM', line: line('other') },
  ])
})
