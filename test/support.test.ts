import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const manifest = (path: string) =>
  JSON.parse(read(path)) as {
    engines: { node: string }
    dependencies: Record<string, string>
    devDependencies: Record<string, string>
    peerDependencies: Record<string, string>
  }

/** The row of docs/support.md that begins with a word. */
const row = (word: string) =>
  read('docs/support.md')
    .split('\n')
    .find(line => line.startsWith(`| ${word}`))!

it('docs/support.md names the versions that the packages declare and the tests use', () => {
  const typescript = manifest('test/typescript/package.json')
  const vitest = manifest('test/vitest/package.json')
  const versions = [...Object.values(typescript.dependencies), ...Object.values(typescript.devDependencies)]
  for (const version of versions) expect(row('TypeScript')).toContain(version.split('@').at(-1))
  for (const version of Object.values(vitest.dependencies))
    expect(row('vitest')).toContain(version.split('@').at(-1))
  expect(row('Node.js')).toContain(manifest('packages/worker/package.json').engines.node.slice(2))
  expect(manifest('packages/client/package.json').peerDependencies['@aws-sdk/client-swf']).toBe('>=3.1048 <4')
  expect(row('AWS SDK')).toContain('3.1048')
  expect(manifest('packages/eslint-plugin/package.json').peerDependencies['eslint']).toBe('^9.0.0 || ^10.0.0')
  expect(manifest('package.json').devDependencies['oxlint']).toBe('~1.94.0')
})
