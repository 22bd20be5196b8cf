import { expect, it } from 'vitest'
import type { AttentionRow } from '../api/index.ts'
import { byUrgency } from './urgency.ts'

const row = (workflowId: string, kind: string, at: Date | string | undefined): AttentionRow =>
  ({
    workflowId,
    started: '2026-11-29T05:00:00.000Z',
    problems: [{ kind, ...(at !== undefined && { since: { eventId: 1, at } }) }],
  }) as unknown as AttentionRow

it('sorts by the kind of the problem, then by its age, whether times are dates or texts', () => {
  const rows = [
    row('retries', 'retrying', new Date('2026-11-29T04:00:00Z')),
    row('new', 'held', new Date('2026-11-29T07:00:00Z')),
    row('old', 'held', '2026-11-29T06:00:00.000Z'),
    row('unknown', 'held', undefined),
    row('b', 'held', new Date('2026-11-29T07:00:00Z')),
  ]
  expect(rows.toSorted(byUrgency).map(({ workflowId }) => workflowId)).toEqual([
    'unknown',
    'old',
    'b',
    'new',
    'retries',
  ])
})
