import { workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createClient, type ExecutionQuery, type ListOptions } from '../index.ts'
import { scriptedSwf } from '../testing.ts'

const order = workflow({ name: 'order', version: '2.1' }, async function* () {
  return 7
})
const [from, to] = [new Date(1000), new Date(2000)]

/** The requests that a query makes, to list and to count. */
async function asked(query: ExecutionQuery, options?: ListOptions) {
  const { swf, calls } = scriptedSwf({
    listOpenWorkflowExecutions: [{ executionInfos: [] }],
    listClosedWorkflowExecutions: [{ executionInfos: [] }],
    countOpenWorkflowExecutions: [{ count: 3, truncated: true }],
    countClosedWorkflowExecutions: [{ count: 3, truncated: true }],
  })
  const client = createClient({ swf, domain: 'd' })
  expect(await client.list(query, options).next()).toEqual({ done: true, value: undefined })
  expect(await client.count(query)).toEqual({ count: 3, truncated: true })
  return calls
}

describe('a query', () => {
  it.each<[ExecutionQuery, object]>([
    [{ status: 'OPEN' }, { startTimeFilter: { oldestDate: new Date(0) } }],
    [
      { status: 'OPEN', startedAfter: from, startedBefore: to },
      { startTimeFilter: { oldestDate: from, latestDate: to } },
    ],
    [{ status: 'CLOSED' }, { closeTimeFilter: { oldestDate: new Date(0) } }],
    [
      { status: 'CLOSED', startedBefore: to },
      { startTimeFilter: { oldestDate: new Date(0), latestDate: to } },
    ],
    [{ status: 'CLOSED', closedAfter: from }, { closeTimeFilter: { oldestDate: from } }],
    [
      { status: 'CLOSED', workflow: order },
      { closeTimeFilter: { oldestDate: new Date(0) }, typeFilter: { name: 'order', version: '2.1' } },
    ],
    [
      { status: 'CLOSED', workflow: { name: 'order' } },
      { closeTimeFilter: { oldestDate: new Date(0) }, typeFilter: { name: 'order' } },
    ],
    [
      { status: 'CLOSED', closeStatus: 'TIMED_OUT' },
      { closeTimeFilter: { oldestDate: new Date(0) }, closeStatusFilter: { status: 'TIMED_OUT' } },
    ],
    [
      { status: 'OPEN', tag: 't' },
      { startTimeFilter: { oldestDate: new Date(0) }, tagFilter: { tag: 't' } },
    ],
    [
      { status: 'OPEN', workflowId: 'w' },
      { startTimeFilter: { oldestDate: new Date(0) }, executionFilter: { workflowId: 'w' } },
    ],
  ])('%j becomes a request in SWF’s shape', async (query, input) => {
    const which = query.status === 'OPEN' ? 'Open' : 'Closed'
    expect(await asked(query)).toEqual([
      { method: `list${which}WorkflowExecutions`, input: { domain: 'd', ...input } },
      { method: `count${which}WorkflowExecutions`, input: { domain: 'd', ...input } },
    ])
  })

  it('passes on the order and the page size', async () => {
    const [call] = await asked({ status: 'OPEN' }, { order: 'oldest first', pageSize: 10 })
    expect(call!.input).toMatchObject({ reverseOrder: true, maximumPageSize: 10 })
  })

  it.each<[string, object, ListOptions?]>([
    ["The status of a query is undefined: expected 'OPEN' or 'CLOSED'", {}],
    [
      "A query's filter is workflowId and tag: expected one of them, because SWF allows only one",
      { status: 'OPEN', workflowId: 'w', tag: 't' },
    ],
    [
      "The closeStatus of a query is FAILED: expected none with status 'OPEN'",
      { status: 'OPEN', closeStatus: 'FAILED' },
    ],
    [
      "A query's time is of start and of close: expected one of them, because SWF allows only one",
      { status: 'CLOSED', startedAfter: from, closedAfter: from },
    ],
    ["A query's time is yesterday: expected a Date", { status: 'OPEN', startedAfter: 'yesterday' }],
    ["A query's time is Invalid Date: expected a Date", { status: 'OPEN', startedAfter: new Date('?') }],
    [
      'The pageSize of a list is 1001: expected a whole number from 1 to 1000',
      { status: 'OPEN' },
      { pageSize: 1001 },
    ],
    [
      "The order of a list is up: expected 'newest first' or 'oldest first'",
      { status: 'OPEN' },
      { order: 'up' as never },
    ],
    ['The filter of a list is x: expected a function', { status: 'OPEN' }, { filter: 'x' as never }],
  ])('throws: %s', async (message, query, options) => {
    const { swf, calls } = scriptedSwf({})
    const client = createClient({ swf, domain: 'd' })
    const refusal = { code: 'OPTION_INVALID', message }
    await expect(client.list(query as never, options).next()).rejects.toMatchObject(refusal)
    if (options === undefined) await expect(client.count(query as never)).rejects.toMatchObject(refusal)
    expect(calls).toEqual([])
  })

  it('lists only the executions that the filter lets through, from all pages', async () => {
    const info = (workflowId: string, tag: string) => ({
      execution: { workflowId, runId: 'r' },
      tagList: [tag],
    })
    const { swf, calls } = scriptedSwf({
      listOpenWorkflowExecutions: [
        { executionInfos: [info('a', 'x'), info('b', 'y')], nextPageToken: 't' },
        { executionInfos: [info('c', 'x')], nextPageToken: 'u' },
        { executionInfos: [info('d', 'y')] },
      ],
    })
    const client = createClient({ swf, domain: 'd' })
    const found = await collected(
      client.list({ status: 'OPEN', workflow: order }, { filter: ({ tagList }) => tagList?.[0] === 'y' }),
    )
    expect(found).toEqual(['b', 'd'])
    expect(calls).toHaveLength(3)
  })

  it('requests further pages only as they are read', async () => {
    const info = (workflowId: string) => ({ execution: { workflowId, runId: 'r' } })
    const { swf, calls } = scriptedSwf({
      listOpenWorkflowExecutions: [
        { executionInfos: [info('a')], nextPageToken: 't' },
        { executionInfos: [], nextPageToken: 'u' },
        { executionInfos: [info('b')], nextPageToken: 'v' },
      ],
    })
    const found = []
    for await (const { workflowId } of createClient({ swf, domain: 'd' }).list({ status: 'OPEN' })) {
      found.push(workflowId)
      if (workflowId === 'b') break
    }
    expect(found).toEqual(['a', 'b'])
    expect(calls.map(({ input }) => (input as { nextPageToken?: string }).nextPageToken)).toEqual([
      undefined,
      't',
      'u',
    ])
  })
})

async function collected(list: AsyncIterable<{ readonly workflowId: string }>): Promise<string[]> {
  const ids = []
  for await (const { workflowId } of list) ids.push(workflowId)
  return ids
}

/** Not run: what the compiler must accept and reject. */
export async function types() {
  const client = createClient({ swf: scriptedSwf({}).swf, domain: 'd' })
  for await (const { handle } of client.list({ status: 'CLOSED', workflow: order })) {
    const result: number = await handle.result()
    void result
  }
  // @ts-expect-error one filter besides time
  client.list({ status: 'OPEN', tag: 't', workflowId: 'w' })
  // @ts-expect-error open executions have no close
  client.list({ status: 'OPEN', closedAfter: new Date() })
  // @ts-expect-error open executions have no close status
  client.list({ status: 'OPEN', closeStatus: 'FAILED' })
  // @ts-expect-error start or close
  client.list({ status: 'CLOSED', closedAfter: new Date(), startedAfter: new Date() })
}
