import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decide, history } from '@reyield/testing'
import { expect, it, vi } from 'vitest'
import { builds, order, printMoment } from './replaying.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

it.each(['what-is-wrong', 'where-it-waits'])('the guide shows what %s prints', name => {
  const script = `${root}examples/dist/guide/${name}.js`
  const printed = execFileSync(process.execPath, [script], { encoding: 'utf8' }).replaceAll(root, '')
  const page = readFileSync(`${root}docs/guide/debugging.md`, 'utf8')
  expect(page).toContain(`prints\n\n\`\`\`\n${printed}\`\`\``)
})

it('the guide shows a moment of a history, and which build has decided', async () => {
  const { next } = await decide(order, history(order).started('vase'))
  const { events, execution } = next
  const printed: unknown[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...line) => void printed.push(line))
  await printMoment({ events, execution }, 3).finally(() => log.mockRestore())
  expect(printed).toEqual([
    [
      "activity 'charge'",
      '    const receipt = yield* charge(name)',
      { name: '"vase"', receipt: 'undefined' },
    ],
    [["schedule activity 'charge' (id '1')"]],
  ])
  const hosts = builds()
  expect([hosts.of('41f').buildId, hosts.of('unknown').buildId]).toEqual(['41f', '52a'])
  await hosts.close()
})
