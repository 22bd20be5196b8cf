import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Figure } from '../measure.ts'

// how many executions a second they close is a figure of the benchmark: on a busy machine it says nothing
it('four workers lose no execution in an overload, have few calls refused, and treat executions alike', () => {
  const run = fileURLToPath(new URL('../dist/run.js', import.meta.url))
  const lines = execFileSync(process.execPath, [run, 'fleet', '--json'], { encoding: 'utf8' })
  const figures = lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Figure)
  const of = (name: string) => figures.find(({ at }) => at === name)!.value
  expect(of('calls refused')).toBeLessThan(10) // percent
  expect(of('failed')).toBe(0)
  expect(of('overtaken by at most')).toBeLessThan(20) // seconds
}, 600_000)
