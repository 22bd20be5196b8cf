import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  ActionDone,
  ActionPreview,
  Attention,
  BulkPlan,
  ClockState,
  ExecutionsPage,
  RunPage,
} from '../../src/api/index.ts'
import { addressOf, domain, openRig, startOrder, type Rig } from './rig.ts'

let rig: Rig
beforeEach(async () => (rig = await openRig()))
afterEach(() => rig.close())

const eventsOf = async (workflowId: string, runId = 'latest') => {
  const { lastEventId } = await rig.get<RunPage>(addressOf({ workflowId, runId }))
  const lines = await rig.get<{ lines: { type: string }[] }>(`${addressOf({ workflowId, runId })}/lines`)
  expect(lines.lines.length).toBe(lastEventId)
  return lines.lines.map(({ type }) => type)
}
const start = {
  kind: 'start',
  workflow: { name: 'order', version: '1.0' },
  workflowId: 'order-1',
  input: "{ a: 1, /* a comment */ b: 'x' }",
  tags: ['web'],
}
const preview = (action: object) => rig.post<ActionPreview>('/api/actions/preview', action)
const act = (action: object) => rig.post<ActionDone>('/api/actions', action)

describe('actions', () => {
  it('start an execution, which is shown at once', async () => {
    expect(await preview(start)).toEqual({
      will: [
        "Starts order@1.0 as 'order-1' on the task list 'orders'",
        'Its tags are web',
        'It times out 3,600 seconds after its start',
      ],
      isFinal: false,
    })
    const { done, run } = await act(start)
    expect([done, run?.workflowId]).toEqual(['order-1 was started', 'order-1'])
    const { executions } = await rig.get<ExecutionsPage>('/api/executions')
    expect(executions.map(({ runId, tags }) => [runId, tags])).toEqual([[run!.runId, ['web']]])
    expect(await rig.get(`${addressOf(run!)}/payload?event=1&of=input`)).toMatchObject({
      value: {
        entries: [
          ['a', { text: '1' }],
          ['b', { text: 'x' }],
        ],
      },
    })
    expect(await act(start)).toMatchObject({ status: 409, code: 'EXECUTION_ALREADY_STARTED' })
    expect((await preview(start)).will).toContain(
      'An open execution has this workflow id, so SWF will refuse it',
    )
  })

  it('signal, nudge, ask to cancel and terminate exactly one run', async () => {
    const run = await startOrder(rig, 'order-1')
    const of = (kind: string, more: object = {}) => ({ kind, ...run, ...more })
    expect([
      await act(of('signal', { signal: 'paid', input: '7' })),
      await act(of('nudge')),
      await act(of('request-cancel')),
      await act({ ...of('terminate', { reason: 'a test', childPolicy: 'ABANDON' }), runId: 'latest' }),
    ]).toEqual([
      { done: 'order-1 got the signal paid' },
      { done: 'The deciders of order-1 try again now' },
      { done: 'order-1 was asked to cancel itself' },
      { done: 'order-1 was terminated' },
    ])
    expect(await eventsOf('order-1', run.runId)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionSignaled',
      'WorkflowExecutionCancelRequested',
      'WorkflowExecutionTerminated',
    ])
    for (const kind of ['request-cancel', 'nudge', 'terminate']) {
      expect(await act(of(kind))).toMatchObject({ status: 404, code: 'EXECUTION_UNKNOWN' })
    }
  })

  it('run again what has closed, as it was started', async () => {
    const before = await startOrder(rig, 'order-1', '{"json":7}', ['web'])
    const rerun = { kind: 'rerun', ...before }
    expect(await act(rerun)).toMatchObject({
      status: 409,
      message: expect.stringContaining('is open') as string,
    })
    await act({ ...rerun, kind: 'terminate' })
    expect(await preview(rerun)).toEqual({
      will: [
        `Starts order@1.0 again as 'order-1', with the input, tags, task list and timeouts of run ${before.runId}`,
        'It begins with its first step. No activity of that run has completed',
      ],
      isFinal: false,
    })
    const { run } = await act(rerun)
    const { view } = await rig.get<RunPage>(addressOf(run!))
    expect([run!.runId === before.runId, view.tags, view.input]).toEqual([false, ['web'], { size: 10 }])
  })

  it.each<[string, object, object]>([
    [
      'an unknown kind',
      { kind: 'delete' },
      { status: 400, message: 'The member workflowId of the request must be a text of 1 to 256 characters' },
    ],
    [
      'another kind',
      { kind: 'delete', workflowId: 'a', runId: 'b' },
      {
        status: 400,
        message: expect.stringMatching(/^The member kind of the request must be one of signal,/) as string,
      },
    ],
    [
      'a signal of Reyield’s own',
      { kind: 'signal', workflowId: 'a', runId: 'b', signal: '~nudge' },
      { status: 400 },
    ],
    [
      'a policy that is none',
      { kind: 'terminate', workflowId: 'a', runId: 'b', childPolicy: 'KEEP' },
      { status: 400 },
    ],
    [
      'a reason that is too long',
      { kind: 'terminate', workflowId: 'a', runId: 'b', reason: 'x'.repeat(257) },
      { status: 400 },
    ],
    [
      'an input that is no JSON5',
      { ...start, input: '{' },
      { status: 400, message: expect.stringContaining('no JSON5, at line 1, column 2') as string },
    ],
    [
      'an input that is too long',
      { ...start, input: `'${'x'.repeat(40_000)}'` },
      { status: 422, code: 'PAYLOAD_TOO_LONG' },
    ],
    ['six tags', { ...start, tags: ['1', '2', '3', '4', '5', '6'] }, { status: 400 }],
    [
      'a type that is unknown',
      { ...start, workflow: { name: 'nothing', version: '1.0' } },
      { status: 404, code: 'TYPE_UNKNOWN' },
    ],
    ['a type that is a text', { ...start, workflow: 'order' }, { status: 400 }],
    [
      'a run that is unknown',
      { kind: 'nudge', workflowId: 'a', runId: 'b' },
      { status: 404, code: 'EXECUTION_UNKNOWN' },
    ],
  ])('refuse %s', async (_, action, expected) => {
    expect(await act(action)).toMatchObject(expected)
  })
})

describe('many executions', () => {
  const plan = (request: object) => rig.post<BulkPlan>('/api/bulk', request)
  const ended = async (id: string) => {
    for (;;) {
      const now = await rig.get<BulkPlan>(`/api/bulk/${id}`)
      if (now.state === 'done' || now.state === 'stopped') return now
      await sleep(5)
    }
  }

  it('are planned first, then steered; those that have closed meanwhile are said', async () => {
    for (const id of ['a-1', 'a-2', 'a-3', 'b-1']) await startOrder(rig, id)
    const planned = await plan({ filter: { text: 'a-' }, action: { kind: 'terminate', reason: 'a test' } })
    expect(planned).toMatchObject({
      state: 'planned',
      count: 3,
      will: [
        'Terminate 3 open executions, which cannot clean up',
        'They are 3 of order@1.0',
        'They were started from 2026-01-01T00:00:00.000Z to 2026-01-01T00:00:00.000Z',
      ],
      done: 0,
    })
    expect(planned.sample.map(({ workflowId }) => workflowId).toSorted()).toEqual(['a-1', 'a-2', 'a-3'])
    expect((await rig.client.count({ status: 'OPEN' })).count).toBe(4)
    await rig.local.swf.terminateWorkflowExecution({ domain, workflowId: 'a-2' })
    await startOrder(rig, 'a-4')
    expect(await rig.post(`/api/bulk/${planned.id}/apply`)).toMatchObject({ state: 'applying' })
    expect(await ended(planned.id)).toMatchObject({ state: 'done', done: 2, alreadyClosed: 1, failed: [] })
    const { executions } = await rig.get<ExecutionsPage>('/api/executions')
    expect(executions.map(({ workflowId }) => workflowId).toSorted()).toEqual(['a-4', 'b-1'])
    expect(await rig.post(`/api/bulk/${planned.id}/apply`)).toMatchObject({ state: 'done', done: 2 })
  })

  it('are only the chosen ones, and each gets a signal once', async () => {
    const [one] = [await startOrder(rig, 'a-1'), await startOrder(rig, 'a-2')]
    const gone = { workflowId: 'a-9', runId: 'nothing' }
    const { id, count, will } = await plan({
      filter: {},
      only: [one, gone],
      action: { kind: 'signal', signal: 'paid', input: '{ by: 1 }' },
    })
    expect([count, will[0], will.at(-1)]).toEqual([
      1,
      "Send the signal 'paid' to 1 open execution",
      '1 of the chosen ones are no longer open',
    ])
    await Promise.all([rig.post(`/api/bulk/${id}/apply`), rig.post(`/api/bulk/${id}/apply`)])
    await ended(id)
    expect((await eventsOf('a-1')).filter(type => type === 'WorkflowExecutionSignaled')).toHaveLength(1)
    expect(await eventsOf('a-2')).not.toContain('WorkflowExecutionSignaled')
  })

  it('can be left alone', async () => {
    await startOrder(rig, 'a-1')
    const { id } = await plan({ filter: {}, action: { kind: 'request-cancel' } })
    expect(await rig.post(`/api/bulk/${id}/stop`)).toMatchObject({ state: 'stopped' })
    expect(await rig.post(`/api/bulk/${id}/apply`)).toMatchObject({ status: 409 })
    expect(await eventsOf('a-1')).toHaveLength(2)
  })

  it.each<[string, object, number]>([
    ['closed ones', { filter: { status: 'closed' }, action: { kind: 'terminate' } }, 400],
    ['a filter with a mistake', { filter: { tags: 'web' }, action: { kind: 'terminate' } }, 400],
    ['no filter', { action: { kind: 'terminate' } }, 400],
    ['an action for one', { filter: {}, action: { kind: 'rerun' } }, 400],
    ['chosen ones that are no runs', { filter: {}, only: ['a'], action: { kind: 'terminate' } }, 400],
  ])('aren’t planned with %s', async (_, request, status) => {
    expect(await plan(request)).toMatchObject({ status, code: 'REQUEST_INVALID' })
  })

  it('have no plan that is unknown', async () => {
    expect(await rig.post('/api/bulk/nothing/apply')).toMatchObject({ status: 404 })
  })
})

describe('attention', () => {
  it('is complete at once on a local SWF, most urgent first, and sees what changes and what time brings', async () => {
    await startOrder(rig, 'fine')
    const stuck = await startOrder(rig, 'stuck')
    const attention = () => rig.get<Attention>('/api/attention')
    expect(await attention()).toEqual({
      lookedAt: 2,
      open: { count: 2, truncated: false },
      complete: true,
      executions: [],
    })
    await rig.local.swf.pollForDecisionTask({ domain, taskList: { name: 'orders' } }) // that of `fine`
    await rig.post('/api/clock/skip', { by: 400_000 })
    const found = async (count: number) => {
      for (;;) {
        const now = await attention()
        if (now.executions.length === count) return now
        await sleep(10)
      }
    }
    const { executions } = await found(2)
    expect(
      executions.map(({ workflowId, problems }) => [workflowId, problems.map(({ kind }) => kind)]),
    ).toEqual([
      ['fine', ['decisionTaskTimeouts']],
      ['stuck', ['decisionTaskNotStarted']],
    ])
    await rig.local.swf.terminateWorkflowExecution({ domain, workflowId: stuck.workflowId })
    await rig.post('/api/clock/skip', { by: 1 })
    expect((await found(1)).executions.map(({ workflowId }) => workflowId)).toEqual(['fine'])
  })
})

describe('the local SWF', () => {
  it('says what comes next, and skips there', async () => {
    const run = await startOrder(rig, 'order-1')
    const next = {
      text: 'the timeout of order-1 as a whole',
      at: '2026-01-01T01:00:00.000Z',
      ends: true,
      run,
    }
    expect(await rig.get<ClockState>('/api/clock')).toEqual({ now: '2026-01-01T00:00:00.000Z', next })
    expect(await rig.post('/api/clock/skip', { by: 60_000 })).toEqual({
      now: '2026-01-01T00:01:00.000Z',
      next,
    })
    expect(await rig.post('/api/clock/skip', { to: 'next' })).toEqual({ now: '2026-01-01T01:00:00.000Z' })
    expect((await eventsOf('order-1')).at(-1)).toBe('WorkflowExecutionTimedOut')
    expect(await rig.post('/api/clock/skip', { to: 'next' })).toMatchObject({ status: 409 })
    for (const body of [{}, { by: 0 }, { by: -1 }, { by: 1e15 }, { by: '1' }, { to: 'end' }]) {
      expect(await rig.post('/api/clock/skip', body)).toMatchObject({ status: 400 })
    }
  })

  it('injects faults', async () => {
    expect(await rig.get('/api/faults')).toEqual({ faults: [] })
    const faults = [{ throttles: 1, actions: ['StartWorkflowExecution'] }]
    expect(await rig.ask('PUT', '/api/faults', { faults })).toEqual({ faults })
    await expect(startOrder(rig, 'order-1')).rejects.toMatchObject({ name: 'ThrottlingException' })
    for (const wrong of [[{ throttles: 2 }], [{ nothing: 1 }], [{}, {}], {}, 'x']) {
      expect(await rig.ask('PUT', '/api/faults', { faults: wrong })).toMatchObject({ status: 400 })
    }
    expect(await rig.get('/api/faults')).toEqual({ faults })
    expect(await rig.ask('PUT', '/api/faults', { faults: [] })).toEqual({ faults: [] })
    await startOrder(rig, 'order-1')
  })
})

it('task lists have their backlogs, what was seen in them, and who has started tasks', async () => {
  await startOrder(rig, 'order-1')
  await startOrder(rig, 'order-2')
  rig.clock.skipTo(new Date(rig.clock.now() + 3000))
  await rig.local.swf.pollForDecisionTask({
    domain,
    taskList: { name: 'orders' },
    identity: '7@shop build/41f',
  })
  await rig.get('/api/attention')
  expect(await rig.get('/api/task-lists')).toEqual([
    {
      name: 'orders',
      decisions: { count: 1, truncated: false },
      activities: { count: 0, truncated: false },
      wait: { p50: 3000, p95: 3000, count: 1 },
      types: ['order@1.0'],
      identities: [{ identity: '7@shop build/41f', build: '41f', seen: '2026-01-01T00:00:03.000Z' }],
    },
  ])
})

it('a schedule that is unknown, and what no schedule can do, are refused', async () => {
  expect(await rig.get('/api/schedules')).toEqual([])
  expect(await rig.post('/api/schedules/nightly/pause')).toMatchObject({
    status: 404,
    code: 'SCHEDULE_UNKNOWN',
  })
  expect(await rig.post('/api/schedules/nightly/constructor')).toMatchObject({
    status: 404,
    code: 'REQUEST_INVALID',
  })
})
