import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fileAt, limits, reachesReyield, resolveRelative } from './files.ts'

let folder: string
let time: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
  time = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: time })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

/** Files are looked at again after some time. */
const later = () => vi.setSystemTime((time += 1000))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

const resolved = (specifier: string) =>
  resolveRelative(join(folder, 'order.ts'), specifier)?.slice(folder.length + 1)

describe('a relative import', () => {
  it.each([
    ['./prices.ts', 'prices.ts'],
    ['./prices.js', 'prices.ts'],
    ['./prices', 'prices.ts'],
    ['./view.jsx', 'view.tsx'],
    ['./steps.mjs', 'steps.mts'],
    ['./old.cjs', 'old.cjs'],
    ['./folder', 'folder/index.ts'],
    ['./folder/index.js', 'folder/index.ts'],
    ['.', 'index.js'],
    ['./prices.js?raw', 'prices.ts'],
    ['./prices.ts/more.js', undefined],
    ['./prices.ts/more', undefined],
    ['./missing.js', undefined],
    ['./folder/missing', undefined],
  ])('%s means %s', (specifier, expected) => {
    write({
      'prices.ts': '',
      'view.tsx': '',
      'steps.mts': '',
      'old.cjs': '',
      'folder/index.ts': '',
      'index.js': '',
    })
    expect(resolved(specifier)).toBe(expected)
  })

  it('is looked for again when a file may have been written', () => {
    expect(resolved('./new.js')).toBe(undefined)
    write({ 'new.ts': '' })
    later()
    expect(resolved('./new.js')).toBe('new.ts')
  })
})

describe('a file', () => {
  it('is the same object until it changes', () => {
    write({ 'a.ts': `import './one.js'` })
    const path = join(folder, 'a.ts')
    const first = fileAt(path)
    later()
    expect(fileAt(path)).toBe(first)
    write({ 'a.ts': `import './two.js'` })
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    later()
    expect(fileAt(path)?.scan).toEqual({ importsReyield: false, relative: ['./two.js'] })
  })

  it('that is removed is gone', () => {
    write({ 'a.ts': 'one' })
    expect(fileAt(join(folder, 'a.ts'))).toMatchObject({ scan: { relative: [] } })
    rmSync(join(folder, 'a.ts'))
    later()
    expect(fileAt(join(folder, 'a.ts'))).toBe(undefined)
  })
})

describe('whether a text has to do with Reyield', () => {
  const reaches = (text: string) => reachesReyield(join(folder, 'order.ts'), text)

  it.each([
    [`import { sleep } from '@reyield/workflow'`, true],
    [`const { sleep } = require("@reyield/workflow")`, true],
    [`export * from '@reyield/testing/vitest'`, true],
    [`import { sleep } from './steps.js'`, true],
    [`export { sleep } from "./barrel/index.js"`, true],
    [`const { sleep } = require('./steps')`, true],
    [`import './steps.js'`, true],
    [`import type { Step } from './steps.js'`, false],
    [`export type Step = number\nexport * from './steps.js'`, true],
    [`export type { Step } from './steps.js'\nexport const x = 1`, false],
    [`import { call } from 'redux-saga/effects'`, false],
    [`import { sum } from './plain.js'`, false],
    [`// without imports`, false],
  ])('%s: %s', (text, expected) => {
    write({
      'steps.ts': `export { sleep } from '@reyield/workflow'`,
      'barrel/index.ts': `export * from '../steps.js'`,
      'plain.ts': `import { one } from './one.js'`,
      'one.ts': `import { sum } from './plain.js'; export const one = 1`,
    })
    expect(reaches(text)).toBe(expected)
  })

  it('is found out at most five files deep', () => {
    const last = limits.depth + 1
    for (let n = 1; n < last; n++) write({ [`f${n}.ts`]: `export * from './f${n + 1}.js'` })
    write({ [`f${last}.ts`]: `import '@reyield/workflow'` })
    expect(reaches(`import './f2.js'`)).toBe(true)
    expect(reaches(`import './f1.js'`)).toBe(false)
  })

  it('is found out in at most 200 files', () => {
    const many = Array.from({ length: limits.files + 5 }, (_, n) => `m${n}`)
    write(Object.fromEntries(many.map(name => [`${name}.ts`, ''])))
    write({ 'z.ts': `import '@reyield/workflow'` })
    const imports = (names: readonly string[]) => names.map(name => `import './${name}.js'`).join('\n')
    expect(reaches(imports([...many.slice(0, limits.files - 5), 'z']))).toBe(true)
    expect(reaches(imports([...many, 'z']))).toBe(false)
  })
})
