import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExecutionsPage, MomentPage, RunPage } from '../../src/api/index.ts'
import { addressOf, domain, openRig, startOrder, type Rig } from './rig.ts'

let rig: Rig
beforeAll(async () => (rig = await openRig()))
afterAll(() => rig.close())

const hostile = `<img src=x onerror=alert(1)>"'%2e\u202e`
const idsIn = ({ executions }: ExecutionsPage) => executions.map(({ workflowId }) => workflowId)

describe('lists', () => {
  beforeAll(async () => {
    for (let at = 1; at <= 3; at++) {
      rig.clock.skipTo(new Date(rig.clock.now() + 60_000))
      await startOrder(rig, `order-${at}`, undefined, [at === 2 ? 'web' : 'shop'])
    }
    await startOrder(rig, hostile, undefined, ['<b>'])
    await startOrder(rig, 'gone')
    await rig.local.swf.terminateWorkflowExecution({ domain, workflowId: 'gone', reason: 'a test' })
  })

  it.each<[string, string[], string | undefined]>([
    ['', [hostile, 'order-3', 'order-2', 'order-1'], undefined],
    ['?status=closed', ['gone'], undefined],
    ['?status=closed&closeStatus=terminated', ['gone'], 'closeStatus'],
    ['?status=closed&closeStatus=timed-out', [], 'closeStatus'],
    ['?id=order-2', ['order-2'], 'id'],
    [`?id=${encodeURIComponent(hostile)}`, [hostile], 'id'],
    ['?tag=web', ['order-2'], 'tag'],
    ['?tag=shop&type=order@1.0', ['order-3', 'order-1'], 'tag'],
    ['?tag=shop&type=order@2.0', [], 'tag'],
    ['?type=order', [hostile, 'order-3', 'order-2', 'order-1'], 'type'],
    ['?text=RDER-', ['order-3', 'order-2', 'order-1'], undefined],
    ['?text=%3Cb%3E', [hostile], undefined],
    ['?since=90s', [hostile, 'order-3', 'order-2'], undefined],
    ['?until=30s', ['order-2', 'order-1'], undefined],
  ])('find with %s', async (query, ids, bySwf) => {
    const page = await rig.get<ExecutionsPage>(`/api/executions${query}`)
    expect([idsIn(page), page.bySwf]).toEqual([ids, bySwf])
  })

  it('have what SWF says about an execution', async () => {
    const { executions, count } = await rig.get<ExecutionsPage>('/api/executions?status=closed')
    expect([executions, count]).toEqual([
      [
        {
          workflowId: 'gone',
          runId: expect.any(String) as string,
          type: { name: 'order', version: '1.0' },
          state: 'terminated',
          started: '2026-01-01T00:03:00.000Z',
          closed: '2026-01-01T00:03:00.000Z',
          tags: [],
          cancelRequested: false,
        },
      ],
      { count: 1, truncated: false },
    ])
  })

  it.each([
    ['?status=both', 'The parameter status must be open or closed'],
    ['?closeStatus=failed', 'The parameter closeStatus is about closed executions'],
    ['?status=closed&closeStatus=late', /^The parameter closeStatus must be one of completed, /],
    ['?since=yesterday', /^The parameter since must be a length of time/],
    ['?cursor=abc', 'The parameter cursor is not the end of a page'],
  ])('refuse %s', async (query, message) => {
    expect(await rig.get(`/api/executions${query}`)).toEqual({
      status: 400,
      code: 'REQUEST_INVALID',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    })
  })
})

it('lists are whole, page by page, whatever starts at the same time and meanwhile', async () => {
  const many = await openRig()
  const started: string[] = []
  for (let at = 0; at < 450; at++) {
    if (at % 100 === 0) many.clock.skipTo(new Date(many.clock.now() + 1)) // a hundred start together
    started.push((await startOrder(many, `order-${at}`)).workflowId)
  }
  const found: string[] = []
  const sizes: number[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: ExecutionsPage = await many.get(`/api/executions?cursor=${cursor}`)
    found.push(...idsIn(page))
    sizes.push(page.executions.length)
    await startOrder(many, `later-${sizes.length}`)
    cursor = page.next
  }
  expect([sizes, found.toSorted()]).toEqual([[200, 200, 50], started.toSorted()])
  await many.close()
})

describe('one run', () => {
  let address: string
  beforeAll(async () => {
    const run = await startOrder(rig, hostile.replace('x', 'y'), '{"json":{"name":"secret tea"}}')
    address = addressOf(run)
    const { swf } = rig.local
    await swf.signalWorkflowExecution({ domain, ...run, signalName: 'paid', input: '{"json":7}' })
  })

  it('has its view, its lines and its events', async () => {
    const { view, run, chain, lastEventId, stepOf, times } = await rig.get<RunPage>(address)
    expect([run.workflowId, view.state, view.type, view.input, lastEventId, stepOf, times.length]).toEqual([
      hostile.replace('x', 'y'),
      'open',
      { name: 'order', version: '1.0' },
      { size: 30 },
      3,
      { 3: 3 },
      3,
    ])
    expect(chain).toEqual([{ ...run, state: 'open', started: '2026-01-01T00:03:00.000Z' }])
    const { lines, total } = await rig.get<{ lines: { eventId: number; text: string }[]; total: number }>(
      `${address}/lines?from=2&limit=1`,
    )
    expect([lines.map(({ eventId, text }) => [eventId, text]), total]).toEqual([
      [[2, 'decision task scheduled']],
      3,
    ])
    expect(await rig.get(`${address}/events/3`)).toEqual({
      event: {
        eventId: 3,
        eventTimestamp: '2026-01-01T00:03:00.000Z',
        eventType: 'WorkflowExecutionSignaled',
        workflowExecutionSignaledEventAttributes: {
          signalName: 'paid',
          input: '{"json":7}',
          externalInitiatedEventId: 0,
        },
      },
      payloads: { input: 10 },
      redacted: false,
    })
    expect(await rig.get(`${address}/payload?event=3&of=input`)).toEqual({
      size: 10,
      codecs: [],
      redacted: false,
      value: { is: 'number', text: '7' },
    })
  })

  it('is found by the texts of its lines and events, but not by those of payloads', async () => {
    const found = (text: string) => rig.get(`${address}/search?text=${encodeURIComponent(text)}`)
    expect(await Promise.all(['PAID', 'decisiontaskscheduled', 'secret tea', ''].map(found))).toEqual([
      { events: [3] },
      { events: [2] },
      { events: [] },
      { events: [] },
    ])
  })

  it('has moments without code: what history records, and why there is no more', async () => {
    expect(await rig.get<MomentPage>(`${address}/moment?at=2`)).toEqual({
      moment: { eventId: 2, branches: [], unread: [], decisions: [] },
      redacted: false,
      error: {
        code: 'DEFINITION_MISSING',
        message: expect.stringContaining('No workflows are configured') as string,
      },
    })
  })

  it.each([
    ['/moment?at=99', 404, 'REQUEST_INVALID'],
    ['/moment?at=0', 404, 'REQUEST_INVALID'],
    ['/moment?at=last', 400, 'REQUEST_INVALID'],
    ['/events/99', 404, 'REQUEST_INVALID'],
    ['/events/-1', 400, 'REQUEST_INVALID'],
    ['/payload?event=3&of=result', 404, 'REQUEST_INVALID'],
    ['/payload?event=3&of=__proto__', 404, 'REQUEST_INVALID'],
    ['/payload?of=input', 404, 'REQUEST_INVALID'],
    ['/source?file=/etc/passwd', 404, 'REQUEST_INVALID'],
    ['/check', 404, 'REQUEST_INVALID'],
    ['/decisions/1', 400, 'OPTION_INVALID'],
    ['/nothing', 404, 'REQUEST_INVALID'],
  ])('refuses %s', async (path, status, code) => {
    expect(await rig.get(`${address}${path}`)).toMatchObject({ status, code })
  })

  it('is unknown with another id', async () => {
    const unknown = { status: 404, code: 'EXECUTION_UNKNOWN' }
    expect(await rig.get(addressOf({ workflowId: 'order-1', runId: 'nothing' }))).toMatchObject(unknown)
    expect(await rig.get(addressOf({ workflowId: 'nobody', runId: 'latest' }))).toMatchObject(unknown)
    const { run } = await rig.get<RunPage>(address)
    expect(await rig.get(addressOf({ workflowId: 'order-1', runId: run.runId }))).toMatchObject(unknown)
  })

  it('may have the ids . and .., which browsers take for folders', async () => {
    const { run } = await rig.get<RunPage>(addressOf(await startOrder(rig, '..')).replace('/../', '/%2F../'))
    expect(run.workflowId).toBe('..')
  })
})

it('the runs of a chain are found from each of them', async () => {
  const { swf } = rig.local
  await startOrder(rig, 'chain')
  for (let at = 0; at < 2; at++) {
    rig.clock.skipTo(new Date(rig.clock.now() + 1000))
    const { taskToken } = await nextTask('chain')
    await swf.respondDecisionTaskCompleted({
      taskToken,
      decisions: [{ decisionType: 'ContinueAsNewWorkflowExecution' }],
    })
  }
  const latest = await rig.get<RunPage>('/api/executions/chain/latest')
  expect(latest.chain.map(({ state }) => state)).toEqual(['continuedAsNew', 'continuedAsNew', 'open'])
  for (const { runId } of latest.chain) {
    const { chain, run } = await rig.get<RunPage>(addressOf({ workflowId: 'chain', runId }))
    expect([run.runId, chain]).toEqual([runId, latest.chain])
  }
})

/** The decision task of an execution, past those of others in the same list. */
async function nextTask(workflowId: string): Promise<{ readonly taskToken: string }> {
  for (;;) {
    const { taskToken, workflowExecution } = await rig.local.swf.pollForDecisionTask({
      domain,
      taskList: { name: 'orders' },
    })
    if (workflowExecution?.workflowId === workflowId) return { taskToken: taskToken! }
    if (taskToken === undefined || taskToken === '') throw new Error('There is no decision task')
  }
}
