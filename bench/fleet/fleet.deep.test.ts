import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Figure } from '../measure.ts'

it('four workers use SWF’s rates in an overload, with few refused calls, and treat executions alike', () => {
  const run = fileURLToPath(new URL('../dist/run.js', import.meta.url))
  const lines = execFileSync(process.execPath, [run, 'fleet', '--json'], { encoding: 'utf8' })
  const figures = lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Figure)
  const of = (name: string) => figures.find(({ at }) => at === name)!.value
  expect(of('closed')).toBeGreaterThan(90) // of 100 a second
  expect(of('calls refused')).toBeLessThan(10) // percent
  expect(of('failed')).toBe(0)
  expect(of('overtaken by at most')).toBeLessThan(20) // seconds
}, 600_000)
