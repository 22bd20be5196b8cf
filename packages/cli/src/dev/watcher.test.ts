import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isCode, watchCode } from './watcher.ts'

let folder: string
let close: () => void
let seen: Set<string>

const watching = (...paths: string[]) => {
  seen = new Set()
  close = watchCode(
    paths.map(path => join(folder, path)),
    file => seen.add(file.slice(folder.length + 1)),
    error => expect.fail(error.message),
  )
}
const write = (file: string, text = '1') => writeFileSync(join(folder, file), text)
const isSeen = (...files: string[]) =>
  vi.waitUntil(() => files.every(file => seen.has(file)), { timeout: 10_000 })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reyield-watch-'))
  for (const each of ['src/deep/er', 'node_modules/a']) mkdirSync(join(folder, each), { recursive: true })
})
afterEach(() => {
  close()
  rmSync(folder, { recursive: true })
})

it('sees changes of code in a folder and below, also in folders that are new', async () => {
  watching('.')
  write('worker.ts')
  write('src/deep/er/workflows.ts')
  await isSeen('worker.ts', 'src/deep/er/workflows.ts')
  mkdirSync(join(folder, 'more'))
  await vi.waitUntil(() => {
    write('more/activities.ts') // until the new folder is watched
    return seen.has('more/activities.ts')
  })
})

it('does not see other files, nor node_modules', async () => {
  watching('.')
  write('node_modules/a/index.js')
  write('README.md')
  write('src/workflows.test.ts')
  write('src/last.ts')
  await isSeen('src/last.ts')
  expect([...seen]).toEqual(['src/last.ts'])
})

it('sees a single file also after an editor has replaced it', async () => {
  write('worker.ts')
  write('other.ts')
  watching('worker.ts')
  for (const text of ['2', '3']) {
    seen.clear()
    write('new.tmp', text)
    renameSync(join(folder, 'new.tmp'), join(folder, 'worker.ts'))
    write('other.ts')
    await isSeen('worker.ts')
  }
  expect([...seen]).toEqual(['worker.ts'])
})

it('refuses a path that does not exist', () => {
  close = () => undefined
  expect(() => watching('gone')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('ENOENT') as string,
    }) as Error,
  )
})

it.each([
  ['workflows.ts', true],
  ['deep/er/worker.mjs', true],
  ['types.d.ts', false],
  ['workflows.test.ts', false],
  ['node_modules/a/index.js', false],
  ['.git/x.ts', false],
  ['dev.sqlite', false],
  ['README.md', false],
])('whether a change of %s counts: %j', (file, counts) => {
  expect(isCode(file)).toBe(counts)
})
