import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { replayFolder } from '@reyield/testing'
import { expect, it } from 'vitest'
import { order as deployed } from './incident/deployed.ts'
import { order } from './incident/fixed.ts'

const histories = fileURLToPath(new URL('incident/histories', import.meta.url))

it('continues the executions of production', async () => {
  const replayed = await replayFolder(histories, [order])
  expect(replayed.length).toBeGreaterThan(0)
})

const page = readFileSync(new URL('../../docs/guide/from-an-incident-to-a-test.md', import.meta.url), 'utf8')
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What differs between two recordings of the histories, and where the code is. */
const settled = (text: string) =>
  text
    .replaceAll(root, '')
    .replaceAll('examples/guide/incident/histories', 'histories')
    .replaceAll('examples/guide/incident/deployed.ts', 'src/workflows.ts')
    .replaceAll(/\b22[\w+/%]{40,}(?:=|(?=\.json))/g, '22Tq0…')
    .replaceAll(/order-\d/g, 'order-3')

const shape = (text: string) =>
  text.replaceAll(/[a-z]/g, 'a').replaceAll(/[A-Z]/g, 'A').replaceAll(/\d/g, '0')

it('the page shows how the test fails with the code that was deployed, and what a redacted payload is like', async () => {
  const failed = (await replayFolder(histories, [deployed]).catch((error: unknown) => error)) as Error
  const [, ...failures] = settled(failed.message).split(/\n(?=order\.)/)
  for (const failure of failures) expect(page).toContain(`\n${failure.trim()}\n\`\`\``)
  expect(failures).toHaveLength(3)

  const [, before, after] = /were\n\n```\n([^`]+)```\n\nand are in the file\n\n```\n([^`]+)```/.exec(page)!
  expect(shape(after!)).toBe(shape(before!))
  const recorded = readdirSync(histories).map(file => readFileSync(`${histories}/${file}`, 'utf8'))
  const shapes = recorded.map(text => shape(text.replaceAll(/\\"/g, '"')))
  for (const line of after!.trim().split('\n'))
    expect(shapes.some(text => text.includes(shape(line)))).toBe(true)
})
