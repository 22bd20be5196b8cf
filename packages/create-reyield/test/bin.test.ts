import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { emptyFolder, tree } from './run.ts'

const bin = fileURLToPath(new URL('../bin/create-reyield.js', import.meta.url))

it('runs as a process, whose exit code says whether the project was created', () => {
  const cwd = emptyFolder()
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8' })
    return [status, stdout.split('\n')[0], stderr.split('\n')[0]]
  }
  const created = run('app')
  const files = tree(`${cwd}/app`).filter(path => !path.endsWith('/'))
  expect(created).toEqual([0, `Created app in ${cwd}/app (${files.length} files).`, ''])
  expect(run('app')).toEqual([1, '', `error: The folder isn't empty: ${cwd}/app. Nothing was written.`])
  expect(tree(cwd).filter(path => !path.startsWith('app/'))).toEqual([])
})

it.each(['18.20.8', '20.18.3', '16.0.0', '0.12.18'])('refuses Node %s', version => {
  const process = { versions: { node: version }, execPath: '/usr/bin/node', exitCode: 0 }
  const printed: string[] = []
  const source = readFileSync(bin, 'utf8')
    .replace(/^#!.*/, '')
    .replace(/import\(.*\)/, 'throw new Error()')
  runInNewContext(source, { process, console: { error: (line: string) => printed.push(line) } })
  expect([process.exitCode, ...printed]).toEqual([
    1,
    `error: create-reyield needs Node.js 20.19 or newer, and this is ${version} (/usr/bin/node).\n` +
      '  Install a newer one from https://nodejs.org, or choose it with your version manager.',
  ])
})
