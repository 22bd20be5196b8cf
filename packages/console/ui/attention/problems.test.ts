import { expect, test } from 'vitest'
import type { AttentionRow } from '../../src/api/index.ts'
import { countKinds, problemText } from './problems.ts'

const row = (...kinds: string[]) => ({ problems: kinds.map(kind => ({ kind })) }) as unknown as AttentionRow

test('counts executions by their most urgent problem, the worst kinds first', () => {
  expect(
    countKinds([row('retrying', 'held'), row('held'), row('new'), row('held', 'retrying'), row()]),
  ).toEqual([
    { kind: 'held', count: 2 },
    { kind: 'retrying', count: 1 },
    { kind: 'new', count: 1 },
  ])
})

test('a kind that the page does not know has its own name', () => {
  expect([problemText('held'), problemText('new')]).toEqual(['Held', 'new'])
})
