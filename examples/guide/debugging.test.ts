import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

it.each(['what-is-wrong', 'where-it-waits'])('the guide shows what %s prints', name => {
  const script = `${root}examples/dist/guide/${name}.js`
  const printed = execFileSync(process.execPath, [script], { encoding: 'utf8' }).replaceAll(root, '')
  const page = readFileSync(`${root}docs/guide/debugging.md`, 'utf8')
  expect(page).toContain(`prints\n\n\`\`\`\n${printed}\`\`\``)
})
