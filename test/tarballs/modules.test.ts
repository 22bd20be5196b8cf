import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { exec, root } from './npm.ts'
import { entriesOf, manifestIn, packedAll } from './packed.ts'

let project: string
/** The modules that a program can import: `@reyield/client`, `@reyield/client/testing`. */
let entries: string[]
beforeAll(async () => {
  const all = await packedAll()
  project = all.project
  entries = all.packed.flatMap(({ folder }) => entriesOf(manifestIn(folder))).toSorted()
}, 120_000)

it.each([
  ['import', 'await import(name)', '--input-type=module'],
  ['require', 'require(name)', '--input-type=commonjs'],
])('Node loads every entry of the packages with %s', async (_, load, how) => {
  const names = entries.filter(name => name !== '@reyield/testing/vitest') // which vitest must load
  expect(names.length).toBeGreaterThan(20)
  const code = `for (const name of process.argv.slice(1)) ${load}`
  const ended = await exec(project, process.execPath, ['--no-warnings', how, '-e', code, ...names])
  expect(ended).toEqual({ code: 0, text: '' })
})

it.each<[string, string[]]>([
  ['nodenext', []],
  ['node20', []],
  // these are older than require(esm)
  ['node18', ['requires.cts: TS1479']],
  ['node16', ['requires.cts: TS1479']],
])(
  'TypeScript compiles ES modules and CommonJS that import every entry, under %s',
  async (module, wanted) => {
    const folder = join(project, module)
    mkdirSync(folder)
    const lines = entries.map((name, index) => `import * as e${index} from '${name}'`)
    const used = `export const used = [${entries.map((_, index) => `e${index}`).join(', ')}]`
    const files = ['imports.mts', 'requires.cts']
    for (const file of files) writeFileSync(join(folder, file), [...lines, used, ''].join('\n'))
    const config = {
      // once with a check of all declarations, as programs without `skipLibCheck` have it
      compilerOptions: {
        noEmit: true,
        strict: true,
        target: 'es2022',
        module,
        types: ['node'],
        skipLibCheck: module !== 'node20',
      },
      files,
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const compiler = join(root, 'node_modules/@typescript/native/bin/tsc')
    const { text } = await exec(folder, process.execPath, [compiler, '-p', '.'])
    const errors = [...text.matchAll(/^(\S+)\(.*?\): error (TS\d+)/gm)].map(
      ([, file, code]) => `${file}: ${code}`,
    )
    expect([...new Set(errors)], text).toEqual(wanted)
  },
)
