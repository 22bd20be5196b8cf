import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

it('every class of errors of Reyield says its name as a literal', () => {
  const declared = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' })
    .filter(file => /^\w+\/src\/.*(?<!\.test)\.ts$/.test(file))
    .flatMap(file => {
      const text = readFileSync(join(root, 'packages', file), 'utf8')
      return [
        ...text.matchAll(
          /^(?:export )?class (\w+)[^{]*? extends (?:ReyieldError|OperationError|WorkflowEndedError)<[^{]*\{([^}]*)/gm,
        ),
      ]
    })
    .map(([, name, begin]) => [name, /^\s*static \{\s*this\.prototype\.name = '(\w+)'/.exec(begin!)?.[1]])
  expect(declared.length).toBeGreaterThan(70)
  expect(declared.filter(([name, literal]) => name !== literal)).toEqual([])
})

it.each([
  ['ES', 'esm', 'mjs'],
  ['CommonJS', 'cjs', 'cjs'],
])(
  'in a bundle with short names (%s module) Reyield’s errors keep theirs, and classes that can’t be matched are refused',
  async (_, format, ending) => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-bundle-'))
    try {
      writeFileSync(
        join(folder, 'program.js'),
        `import { activities, ActivityFailedError, CanceledError } from '${root}packages/workflow/dist/index.js'
       class CardDeclined extends Error {}
       class Literal extends Error { static name = 'LiteralName' }
       const policy = one => {
         try { activities({ startToClose: '1m', retry: { maximumAttempts: 2, nonRetryable: [one] } }).charge; return 'taken' }
         catch (error) { return error.name + ' ' + error.code }
       }
       export const found = {
         names: [new ActivityFailedError({}, {}).name, new CanceledError().name],
         policies: [CardDeclined, Literal, RangeError, 'CardDeclined'].map(policy),
         short: CardDeclined.name !== 'CardDeclined',
       }`,
      )
      const bundle = join(folder, `bundle.${ending}`)
      execFileSync(process.execPath, [
        join(root, 'node_modules/rolldown/bin/cli.mjs'),
        join(folder, 'program.js'),
        ...['--file', bundle, '--format', format, '--minify', '--platform', 'node'],
      ])
      const { found } = (await import(bundle)) as { found: unknown }
      expect(found).toEqual({
        names: ['ActivityFailedError', 'CanceledError'],
        policies: ['InvalidDefinitionError DEFINITION_INVALID', 'taken', 'taken', 'taken'],
        short: true,
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
