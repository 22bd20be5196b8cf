import { expect, test } from 'vitest'
import type { ExecutionFilter } from '../../src/api/index.ts'
import { filterOf, parametersOf, whoFilters } from './filter.ts'

test.each<[string, ExecutionFilter]>([
  ['', { status: 'open' }],
  ['type=order%401.0&text=%20a+b%20', { status: 'open', type: 'order@1.0', text: 'a b' }],
  ['status=closed&closeStatus=failed&since=2h', { status: 'closed', closeStatus: 'failed', since: '2h' }],
])('the address ?%s has its filter, which leads to the same address', (address, filter) => {
  expect(filterOf(new URLSearchParams(address))).toEqual(filter)
  expect(filterOf(new URLSearchParams(parametersOf(filter)))).toEqual(filter)
})

test('what is no filter is left out', () => {
  const query = new URLSearchParams('status=odd&closeStatus=failed&type=&cursor=x&__proto__=1')
  expect(filterOf(query)).toEqual({ status: 'open' })
})

test.each<[ExecutionFilter, keyof ExecutionFilter | undefined, string | undefined]>([
  [{ status: 'open' }, undefined, undefined],
  [{ type: 'order' }, 'type', 'SWF filters by the type.'],
  [{ text: 'x' }, undefined, 'SWF lists all; the text is compared with what has been listed.'],
  [{ since: '2h', until: '1h' }, 'since', 'SWF filters by the earliest time and the latest time.'],
  [
    { id: 'order-1', type: 'order', tag: 'eu' },
    'id',
    'SWF filters by the workflow id; the type and the tag are compared with what it lists.',
  ],
])('%j: who filters is said', (filter, bySwf, text) => {
  expect(whoFilters(filter, bySwf)).toBe(text)
})
