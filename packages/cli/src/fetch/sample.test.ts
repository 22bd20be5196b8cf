import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Execution } from '../executions/execution.ts'
import { Sample } from './sample.ts'

const now = Date.UTC(2026, 0, 10)

/** An execution that started so many seconds before it closed, or before now. */
const execution = (workflowId: string, type: string, status = 'COMPLETED', seconds = 5): Execution => ({
  workflowId,
  runId: workflowId,
  type: { name: type, version: '1' },
  status,
  started: new Date(now - seconds * 1000),
  closed: status === 'OPEN' ? null : new Date(now),
  cancelRequested: false,
  tags: [],
  parent: null,
})

function sampleOf(size: number, executions: readonly Execution[]): string[] {
  const sample = new Sample(size, now)
  for (const each of executions) sample.add(each)
  return sample.chosen().map(({ workflowId }) => workflowId)
}

it.each<[string, number, readonly Execution[], readonly string[]]>([
  ['the newest', 2, [execution('c', 'x'), execution('b', 'x'), execution('a', 'x')], ['c', 'b']],
  [
    'all types in turn, although one has most executions',
    3,
    [
      ...Array.from({ length: 50 }, (_, i) => execution(`x${i}`, 'x')),
      execution('y', 'y'),
      execution('z', 'z'),
    ],
    ['x0', 'y', 'z'],
  ],
  [
    'all outcomes in turn, open ones first',
    4,
    [
      execution('a', 'x'),
      execution('b', 'x'),
      execution('f', 'x', 'FAILED'),
      execution('o', 'x', 'OPEN'),
      execution('t', 'x', 'TIMED_OUT'),
    ],
    ['o', 'a', 'f', 't'],
  ],
  [
    'all running times in turn, longest first',
    3,
    [
      execution('a', 'x', 'OPEN', 4),
      execution('b', 'x', 'OPEN', 5),
      execution('hour', 'x', 'OPEN', 3600),
      execution('day', 'x', 'OPEN', 86_400),
    ],
    ['day', 'hour', 'a'],
  ],
  [
    'more of a type if there are no others',
    3,
    [execution('a', 'x'), execution('b', 'x'), execution('y', 'y')],
    ['a', 'y', 'b'],
  ],
])('chooses %s', (_, size, executions, chosen) => {
  expect(sampleOf(size, executions)).toEqual(chosen)
})

it('chooses all, each once, if there are not more, and the same ones again', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('OPEN', 'FAILED', 'COMPLETED'), fc.nat(1e6)),
      ),
      fc.integer({ min: 1, max: 20 }),
      (rows, size) => {
        const all = rows.map(([type, status, seconds], i) => execution(String(i), type, status, seconds))
        const chosen = sampleOf(size, all)
        expect(new Set(chosen).size).toBe(Math.min(size, all.length))
        expect(sampleOf(size, all)).toEqual(chosen)
        expect(new Set(chosen.map(id => all[Number(id)]!.type.name)).size).toBe(
          Math.min(size, new Set(rows.map(([type]) => type)).size),
        )
      },
    ),
  ))
