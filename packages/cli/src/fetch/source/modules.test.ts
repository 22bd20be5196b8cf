import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { vocabularyOfModules } from './modules.ts'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'modules-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

it('reads modules and what they import, but no installed packages, no data, and no file twice', () => {
  const folder = folderWith({
    'workflows.ts': `
      import { a } from './a.js' // a.ts
      export * from "./b"
      const c = await import('./c/index.mjs'); const d = require('./d')
      import names from 'names'; import { x } from '@reyield/workflow'; import 'node:fs'; import './gone.ts'
      import customers from './customers.json'`,
    'a.ts': `import '../${'missing'}'; import './workflows.ts'; export const a = 'in a'`,
    'b.ts': `export const b = 'in b'`,
    'c/index.mts': `export const c = 'in c'`,
    'd/index.cts': `export const d = 'in d'`,
    'customers.json': `["Ann"]`,
    'node_modules/names/index.js': `module.exports = ['Bob']`,
    'node_modules/@reyield/workflow/index.js': `module.exports = ['Cy']`,
  })
  const { texts } = vocabularyOfModules([join(folder, 'workflows.ts')])
  expect(['in a', 'in b', 'in c', 'in d'].filter(text => texts.has(text))).toHaveLength(4)
  expect(['Ann', 'Bob', 'Cy'].filter(text => texts.has(text))).toEqual([])
})
