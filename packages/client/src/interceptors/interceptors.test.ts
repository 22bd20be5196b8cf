import { signal, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { createClient, retrying, type ClientCall, type ClientInterceptors } from '../index.ts'
import { scriptedSwf, scriptedSwfError, type ScriptedAnswer } from '../testing.ts'

const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1h' },
  async function* (_: { id: string }) {},
)
const approved = signal<{ by: string }>('approved')

function clientWith(
  script: Record<string, readonly ScriptedAnswer[]>,
  interceptors: ClientInterceptors | readonly ClientInterceptors[],
) {
  const { swf, calls } = scriptedSwf(script)
  return { client: createClient({ swf, domain: 'shop', interceptors }), calls, swf }
}

it('an interceptor gets each call of a client and a handle, and its result', async () => {
  const seen: unknown[] = []
  const { client } = clientWith(
    {
      startWorkflowExecution: [{ runId: 'r1' }],
      signalWorkflowExecution: [{}, {}],
      terminateWorkflowExecution: [{}],
    },
    {
      async client(call, next) {
        const result = await next(call)
        seen.push([call, (result as { runId?: string } | undefined)?.runId])
        return result
      },
    },
  )
  const handle = await client.start(
    order,
    { id: '7' },
    { workflowId: 'order-7', tags: ['web'], timeout: '5s' },
  )
  await handle.signal(approved, { by: 'Ada' })
  await client.handle(order, { workflowId: 'order-8' }).nudge()
  await handle.terminate({ reason: 'duplicate' })
  const settings = { workflowId: 'order-7', tags: ['web'], timeout: '5s' }
  const type = { name: 'order', version: '1.0' }
  const about = { domain: 'shop', workflowId: 'order-7' }
  expect(seen).toEqual([
    [{ call: 'start', ...about, workflow: type, input: { id: '7' }, settings }, 'r1'],
    [{ call: 'signal', ...about, runId: 'r1', signal: 'approved', value: { by: 'Ada' } }, undefined],
    [{ call: 'nudge', domain: 'shop', workflowId: 'order-8', runId: undefined }, undefined],
    [{ call: 'terminate', ...about, runId: 'r1' }, undefined],
  ])
})

it('it may change inputs, settings and values, and the first of several is the outermost', async () => {
  const doubled: ClientInterceptors = {
    client: (call, next) =>
      next('input' in call ? { ...call, input: { id: `${(call.input as { id: string }).id}!` } } : call),
  }
  const tagged: ClientInterceptors = {
    client: (call, next) =>
      next(
        call.call === 'start'
          ? { ...call, settings: { ...call.settings, tags: [(call.input as { id: string }).id] } }
          : call,
      ),
  }
  const { client, calls } = clientWith({ startWorkflowExecution: [{ runId: 'r1' }] }, [tagged, doubled])
  await client.start(order, { id: '7' }, { workflowId: 'order-7' })
  expect(calls[0]!.input).toMatchObject({ tagList: ['7'], input: '{"json":{"id":"7!"}}' })
})

it('what it throws is what the caller gets, and the next call works', async () => {
  let isFirst = true
  const { client, calls } = clientWith(
    { startWorkflowExecution: [{ runId: 'r1' }] },
    {
      async client(call, next) {
        if (isFirst) {
          isFirst = false
          throw new RangeError('not today')
        }
        return next(call)
      },
    },
  )
  await expect(client.start(order, { id: '7' })).rejects.toThrow(new RangeError('not today'))
  expect(calls).toEqual([])
  expect((await client.start(order, { id: '7' })).runId).toBe('r1')
})

it('it sees the workflow id of a start without one', async () => {
  const ids: unknown[] = []
  const { client } = clientWith(
    { startWorkflowExecution: [{ runId: 'r1' }] },
    { client: (call: ClientCall, next) => (ids.push(call.workflowId), next(call)) },
  )
  const { workflowId } = await client.start(order, { id: '7' })
  expect(ids).toEqual([workflowId])
})

it('a request interceptor sees the tries of a request', async () => {
  const throttled = scriptedSwfError('ThrottlingException', 'Rate exceeded')
  const { swf } = scriptedSwf({ startWorkflowExecution: [throttled, throttled, { runId: 'r1' }] })
  const failed: unknown[] = []
  const timers = { now: () => Date.now(), sleep: () => Promise.resolve() }
  const client = createClient({
    swf: retrying(swf, { timers }),
    domain: 'shop',
    interceptors: {
      request(request, next) {
        request.onFailedTry(error => failed.push([request.action, error.name]))
        request.onFailedTry(() => {
          throw new Error('ignored')
        })
        return next(request)
      },
    },
  })
  await client.start(order, { id: '7' })
  expect(failed).toEqual([
    ['startWorkflowExecution', 'ThrottlingException'],
    ['startWorkflowExecution', 'ThrottlingException'],
  ])
})

it('without interceptors, the port is used as it is', () => {
  const { swf } = scriptedSwf({})
  expect(createClient({ swf, domain: 'shop' }).swf).toBe(swf)
  expect(() => createClient({ swf, domain: 'shop', interceptors: { client: 1 } as never })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID' }),
  )
})
