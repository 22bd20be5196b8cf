import { expect, test } from 'vitest'
import { apiOf, hrefOf, routeOf } from './routes.ts'

test.each([
  ['/', { page: 'executions' }],
  ['/executions', { page: 'executions' }],
  ['/task-lists', { page: 'task-lists' }],
  ['/file/f1', { page: 'file', id: 'f1' }],
  ['/execution/order-1/run', { page: 'execution', run: { workflowId: 'order-1', runId: 'run' } }],
  ['/execution/order-1', { page: 'unknown' }],
  ['/nowhere', { page: 'unknown' }],
  ['/execution/50%/run', { page: 'execution', run: { workflowId: '50%', runId: 'run' } }],
])('the path %s shows its page', (path, route) => {
  expect(routeOf(path)).toEqual(route)
})

test.each(['order/1', '../..', 'a?b#c', '<b>', '100 %', 'ä 日本', '.', '..', '...'])(
  'an execution with the id %s has an address that leads to it',
  workflowId => {
    const run = { workflowId, runId: '22+x=' }
    const { pathname, search } = new URL(hrefOf(run, 7), 'http://console')
    expect(routeOf(pathname)).toEqual({ page: 'execution', run })
    expect(search).toBe('?event=7')
  },
)

test('a file has an address, and both have one of the server', () => {
  expect(hrefOf({ file: 'a b' }, 3)).toBe('/file/a%20b?event=3')
  expect(apiOf({ file: 'a b' })).toBe('/api/files/a%20b')
  expect(apiOf({ workflowId: 'order/1', runId: 'r' })).toBe('/api/executions/order%2F1/r')
})
