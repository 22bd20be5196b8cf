import { expect, test } from 'vitest'
import type { ExecutionRow } from '../../src/api/index.ts'
import { withFirstPage, withNextPage } from './merge.ts'

const row = (id: number, state = 'open'): ExecutionRow => ({
  workflowId: `order-${id}`,
  runId: 'r',
  type: { name: 'order', version: '1.0' },
  state,
  started: new Date(id * 1000).toISOString(),
  tags: [],
  cancelRequested: false,
})
const ids = (rows: readonly ExecutionRow[]) => rows.map(({ workflowId }) => workflowId)

test('new rows come first, closed ones are gone, later pages stay', () => {
  const rows = [9, 8, 7, 6, 5, 4].map(id => row(id))
  const page = [10, 9, 7].map(id => row(id))
  expect(ids(withFirstPage(rows, page, false))).toEqual([
    'order-10',
    'order-9',
    'order-7',
    'order-6',
    'order-5',
    'order-4',
  ])
})

test('a page that is all there is replaces all', () => {
  expect(withFirstPage([row(9), row(1)], [row(9)], true)).toEqual([row(9)])
})

test('a row further down that has changed is marked, one in the page is new', () => {
  const rows = withFirstPage([row(9), row(8), row(2)], [row(9, 'failed'), row(8)], false, [row(9), row(2)])
  expect(rows).toEqual([row(9, 'failed'), row(8), { ...row(2), isStale: true }])
})

test('the next page adds no row twice', () => {
  expect(ids(withNextPage([row(3), row(2)], [row(2), row(1)]))).toEqual(['order-3', 'order-2', 'order-1'])
})
