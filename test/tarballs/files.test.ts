import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { isBuiltin } from 'node:module'
import ts from 'typescript'
import { beforeAll, expect, it } from 'vitest'
import type { Packed } from './npm.ts'
import { manifestIn, packedAll } from './packed.ts'

let packed: readonly Packed[]
beforeAll(async () => {
  packed = (await packedAll()).packed
}, 120_000)

/** What a module or a declaration imports, also dynamically and in types. */
const importsIn = (text: string) => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName)

it('every package has what it exports, its programs, and the sources of its source maps', () => {
  const lacking = packed.flatMap(one => {
    const { exports, bin = {} } = manifestIn(one.folder)
    const named = [
      ...Object.values(exports).flatMap(to => (typeof to === 'string' ? [to] : Object.values(to))),
      ...Object.values(bin),
    ].map(path => posix.normalize(path))
    const sources = one.files
      .filter(path => path.endsWith('.map'))
      .flatMap(path => {
        const { sources } = JSON.parse(readFileSync(join(one.folder, path), 'utf8')) as { sources: string[] }
        return sources.map(source => posix.join(posix.dirname(path), source))
      })
    expect([one.name, sources.length > 0]).toEqual([one.name, true])
    return [...named, ...sources]
      .filter(path => !one.files.includes(path))
      .map(path => `${one.name}: ${path}`)
  })
  expect(lacking, 'if a source is gone, dist is older than the sources: remove it and build again').toEqual(
    [],
  )
})

it('every package has the files and the dependencies that its modules and declarations import', () => {
  const imported = new Set<string>()
  const lacking = packed.flatMap(one => {
    const { dependencies = {}, peerDependencies = {} } = manifestIn(one.folder)
    const known = Object.keys({ ...dependencies, ...peerDependencies })
    return one.files
      .filter(path => /^(bin|dist)\/.*(\.js|\.d\.ts)$/.test(path))
      .flatMap(path =>
        importsIn(readFileSync(join(one.folder, path), 'utf8')).flatMap(what => {
          imported.add(what)
          if (what.startsWith('.')) {
            const file = posix.join(posix.dirname(path), what)
            // a declaration imports the .js file, and means the declaration beside it
            const wanted = path.endsWith('.d.ts') ? file.replace(/\.(js|ts)$/, '.d.ts') : file
            return one.files.includes(wanted) ? [] : [`${one.name}: ${path} imports ${what}`]
          }
          const name = what
            .split('/')
            .slice(0, what.startsWith('@') ? 2 : 1)
            .join('/')
          return isBuiltin(what) ||
            known.includes(name) ||
            known.includes(`@types/${name}`) ||
            name === one.name
            ? []
            : [`${one.name}: ${path} imports ${what}`]
        }),
      )
  })
  expect(lacking).toEqual([])
  expect(imported.size).toBeGreaterThan(500)
})

it('no package has tests, build information or other packages, apart from the tests of the template', () => {
  const unwanted = packed.flatMap(({ name, files }) =>
    files
      .filter(path => /\.test\.|\.tsbuildinfo$|node_modules|package-lock|(^|\/)test\//.test(path))
      .map(path => `${name}: ${path}`),
  )
  expect(unwanted).toEqual([
    'create-reyield: template/test/order.test.ts',
    'create-reyield: template/test/worker.test.ts',
  ])
})

it('every package has its README, the license, and what it contains of others', () => {
  const wanted = ['LICENSE', 'NOTICE', 'README.md', 'package.json']
  expect(
    packed.map(({ name, files }) => [name, files.filter(path => dirname(path) === '.').toSorted()]),
  ).toEqual(packed.map(({ name }) => [name, wanted]))
  const { files } = packed.find(({ name }) => name === '@reyield/console')!
  expect(files).toContain('assets/licenses.md')
})
