import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLocalSwf, testClock, type LocalSwf, type LocalSwfOptions } from '../src/index.ts'
import { ClosingEvents } from '../src/service/closing-events.ts'
import { CloseWaiters } from '../src/service/close-waiters.ts'
import { send, signedHeaders } from './access/sign.ts'

const domain = 'd'
const workflowType = { name: 'w', version: '1' }
const opened: LocalSwf[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const local of opened.splice(0)) await local.close()
})

interface Response {
  readonly closed: { readonly id: number; readonly event: { readonly eventType: string } }[]
  readonly failed: { readonly id: number; readonly __type: string; readonly message: string }[]
}

/** A local SWF with a domain, and the requests of a client. */
async function open(options: LocalSwfOptions = {}) {
  const clock = testClock()
  const local = await createLocalSwf({ clock, ...options })
  opened.push(local)
  const { swf } = local
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...workflowType })
  const handler = local.requestHandler()
  const ask = async (body: object, abortSignal?: AbortSignal): Promise<Response> => {
    const headers = { 'X-Amz-Target': 'LocalSwf.GetClosingEvents' }
    const { response } = await handler.handle({ headers, body: JSON.stringify(body) }, { abortSignal })
    const answered = JSON.parse(Buffer.from(response.body).toString()) as Response
    if (response.statusCode !== 200) throw Object.assign(new Error(), answered)
    return answered
  }
  let begun = 0
  const start = async () => {
    const workflowId = `w${++begun}`
    const { runId } = await swf.startWorkflowExecution({
      domain,
      workflowId,
      workflowType,
      taskList: { name: 'l' },
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '5',
      childPolicy: 'TERMINATE',
    })
    return { id: begun, domain, workflowId, runId: runId! }
  }
  const close = (...runs: { workflowId: string; runId: string }[]) =>
    Promise.all(
      runs.map(({ workflowId, runId }) => swf.terminateWorkflowExecution({ domain, workflowId, runId })),
    )
  return { local, clock, swf, ask, start, close }
}

const ids = ({ closed }: Response) => closed.map(({ id }) => id)
const nothing = { closed: [], failed: [] }

describe('GetClosingEvents', () => {
  it('returns the last events of runs as soon as they close, those of one commit together', async () => {
    const { ask, start, close, swf } = await open()
    const runs = [await start(), await start(), await start()]
    const asked = ask({ session: 's', create: true, add: runs })
    await ask({ session: 't', create: true, waitSeconds: 0 })
    await close(runs[0]!, runs[2]!)
    const { workflowId, runId } = runs[0]!
    const { events } = await swf.getWorkflowExecutionHistory({ domain, execution: { workflowId, runId } })
    const { eventTimestamp, ...last } = events!.at(-1)!
    const answered = await asked
    expect(answered.failed).toEqual([])
    expect(answered.closed).toEqual([
      { id: 1, event: { ...last, eventTimestamp: eventTimestamp!.getTime() / 1000 } },
      { id: 3, event: expect.objectContaining({ eventType: 'WorkflowExecutionTerminated' }) as unknown },
    ])
  })

  it('returns events again until their waits are removed, so that no lost response loses one', async () => {
    const { ask, start, close } = await open()
    const runs = [await start(), await start()]
    await close(...runs)
    const first = await ask({ session: 's', create: true, add: runs })
    expect(ids(first)).toEqual([1, 2])
    expect(await ask({ session: 's' })).toEqual(first)
    expect(ids(await ask({ session: 's', add: runs, remove: [1] }))).toEqual([2, 1])
    expect(await ask({ session: 's', remove: [1, 2, 99], waitSeconds: 0 })).toEqual(nothing)
  })

  it('reports a run that is unknown, and waits for the others', async () => {
    const { ask, start } = await open()
    const run = await start()
    const add = [
      run,
      { ...run, id: 2, runId: 'no' },
      { ...run, id: 3, domain: 'no' },
      { ...run, id: 4, workflowId: '' },
    ]
    const { closed, failed } = await ask({ session: 's', create: true, add })
    expect(closed).toEqual([])
    expect(failed).toEqual([
      {
        id: 2,
        __type: 'com.amazonaws.swf.base.model#UnknownResourceFault',
        message: 'Unknown execution: WorkflowExecution=[workflowId=w1, runId=no]',
      },
      { id: 3, __type: 'com.amazonaws.swf.base.model#UnknownResourceFault', message: 'Unknown domain: no' },
      {
        id: 4,
        __type: 'com.amazon.coral.validate#ValidationException',
        message: expect.stringContaining('execution.workflowId') as string,
      },
    ])
  })

  it('ends with nothing when a newer request of the session comes, which gets the events', async () => {
    const { ask, start, close } = await open()
    const runs = [await start(), await start()]
    const older = ask({ session: 's', create: true, add: [runs[0]] })
    const newer = ask({ session: 's', add: [runs[1]] })
    const other = ask({ session: 'another', create: true, add: [runs[0]] })
    expect(await older).toEqual(nothing)
    await close(...runs)
    expect(ids(await newer)).toEqual([1, 2])
    expect(ids(await other)).toEqual([1])
  })

  it('returns at most 200 events at a time, the oldest first', async () => {
    const { ask, start, close } = await open()
    const runs = []
    for (let n = 0; n < 450; n++) runs.push(await start())
    await close(...runs)
    const found = []
    let answered = await ask({ session: 's', create: true, add: runs })
    for (const expected of [200, 200, 50]) {
      expect(answered.closed).toHaveLength(expected)
      found.push(...ids(answered))
      answered = await ask({ session: 's', remove: ids(answered), waitSeconds: 0 })
    }
    expect(answered).toEqual(nothing)
    expect(found).toEqual(runs.map(({ id }) => id))
  })

  it('waits for as long as it is asked to, and at most as long as a poll', async () => {
    const { ask, start, clock } = await open({ pollSeconds: 20 })
    const run = await start()
    for (const [waitSeconds, milliseconds] of [
      [5, 5000],
      [undefined, 20_000],
      [3600, 20_000],
    ] as const) {
      let ended = false
      const asked = ask({ session: 's', create: true, add: [run], waitSeconds }).then(answered => {
        ended = true
        return answered
      })
      await ask({ session: 't', create: true, waitSeconds: 0 })
      await clock.advance(milliseconds - 1)
      expect(ended).toBe(false)
      await clock.advance(1)
      expect(await asked).toEqual(nothing)
    }
  })

  it('keeps the events of a client that has left', async () => {
    const { ask, start, close } = await open()
    const run = await start()
    const leaving = new AbortController()
    const left = ask({ session: 's', create: true, add: [run] }, leaving.signal)
    await ask({ session: 't', create: true, waitSeconds: 0 })
    leaving.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    await close(run)
    expect(ids(await ask({ session: 's' }))).toEqual([1])
  })

  it('doesn’t know a session that another server had, nor one that it never created', async () => {
    const { ask } = await open()
    await expect(ask({ session: 's' })).rejects.toMatchObject({
      __type: 'com.amazonaws.swf.base.model#UnknownResourceFault',
      message: 'Unknown session: s',
    })
  })

  it.each([
    ['session', {}],
    ['session', { session: 'a b' }],
    ['session', { session: 'x'.repeat(65) }],
    ['create', { session: 's', create: 1 }],
    ['add', { session: 's', add: {} }],
    ['add', { session: 's', add: [{ id: -1, domain, workflowId: 'w', runId: 'r' }] }],
    ['add', { session: 's', add: [{ id: 1, domain, workflowId: 'w' }] }],
    ['add', { session: 's', add: [null] }],
    ['remove', { session: 's', remove: ['1'] }],
    ['remove', { session: 's', remove: Array<number>(1001).fill(1) }],
    ['waitSeconds', { session: 's', waitSeconds: -1 }],
    ['waitSeconds', { session: 's', waitSeconds: 'long' }],
  ])('refuses an invalid %s', async (member, body) => {
    const { ask } = await open()
    await expect(ask(body)).rejects.toMatchObject({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: expect.stringContaining(`The member '${member}' is invalid: expected`) as string,
    })
  })

  it('finds runs in the region of the request only', async () => {
    const { local, start } = await open({ regions: 'separate' })
    const run = await start()
    const askFrom = async (region: string) => {
      const { response } = await local.requestHandler().handle({
        headers: {
          'X-Amz-Target': 'LocalSwf.GetClosingEvents',
          Authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${region}/swf/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: JSON.stringify({ session: region, create: true, add: [run], waitSeconds: 0 }),
      })
      return (JSON.parse(Buffer.from(response.body).toString()) as Response).failed.map(
        ({ message }) => message,
      )
    }
    expect(await askFrom('us-east-1')).toEqual([])
    expect(await askFrom('eu-west-1')).toEqual(['Unknown domain: d'])
  })

  it('ends when the local SWF is closed, which it doesn’t delay', async () => {
    const { local, start } = await open()
    let arrived: () => void
    const arrival = new Promise<void>(resolve => (arrived = resolve))
    const { url } = await local.listen({ handleOther: async () => void arrived() })
    const body = JSON.stringify({ session: 's', create: true, add: [await start()] })
    const headers = { 'X-Amz-Target': 'LocalSwf.GetClosingEvents' }
    const asked = fetch(url, { method: 'POST', headers, body })
    await arrival
    const begun = performance.now()
    await local.close()
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(await (await asked).json()).toEqual(nothing)
  })

  it('needs a signature if the server has access keys; a key that may only read is enough', async () => {
    const secret = 'secret'.repeat(4)
    const { local, start } = await open({
      accessKeys: [{ id: 'READER', secret, readOnly: true }],
      clock: testClock({ now: Date.now() }),
    })
    const { url } = await local.listen()
    const body = JSON.stringify({ session: 's', create: true, add: [await start()], waitSeconds: 0 })
    const target = 'LocalSwf.GetClosingEvents'
    const unsigned = await fetch(url, { method: 'POST', headers: { 'X-Amz-Target': target }, body })
    expect([unsigned.status, await unsigned.text()]).toEqual([
      400,
      expect.stringContaining('MissingAuthenticationTokenException'),
    ])
    const headers = await signedHeaders(
      { headers: { 'x-amz-target': target }, body },
      { id: 'READER', secret },
    )
    const signed = await send(url, headers, body)
    expect([signed.status, JSON.parse(signed.body)]).toEqual([200, nothing])
  })
})

describe('the limits of GetClosingEvents', () => {
  const openRun = { eventId: 1, eventTimestamp: 0, eventType: 'WorkflowExecutionStarted' }
  const unit = (maxWaits?: number) =>
    new ClosingEvents({
      ...(maxWaits === undefined ? {} : { maxWaits }),
      sequencer: { lastEvent: async () => openRun, request: async () => undefined, returnTask() {} },
      waiters: new CloseWaiters(),
      clock: testClock(),
      pollTime: 1000,
    })
  const ask = (events: ClosingEvents, input: object) =>
    events.request('GetClosingEvents', { create: true, waitSeconds: 0, ...input })
  const add = (from: number, count = 1000) =>
    Array.from({ length: count }, (_, n) => ({
      id: from + n,
      domain,
      workflowId: 'w',
      runId: String(from + n),
    }))

  it('are a number of executions of all clients together, also of those that have closed', async () => {
    const events = unit(2000)
    const full = { name: 'LimitExceededFault' }
    await ask(events, { session: 'r', add: add(0) })
    await ask(events, { session: 's', add: add(0) })
    await expect(ask(events, { session: 't', add: add(0, 1) })).rejects.toMatchObject(full)
    // it removes no wait of another session
    await expect(ask(events, { session: 't', remove: [0], add: add(1, 1) })).rejects.toMatchObject(full)
    expect(await ask(events, { session: 's', remove: [0], add: add(1000, 1) })).toEqual(nothing)
  })

  it('are 1,000 sessions, of which those that nobody uses are forgotten', async () => {
    const events = unit()
    for (let n = 0; n < 1000; n++) await ask(events, { session: `s${n}`, add: add(n, 1) })
    const held = ask(events, { session: 's0', waitSeconds: 60 })
    await ask(events, { session: 'new' })
    // s0 has a request, so s1 is the oldest one that nobody uses
    await expect(ask(events, { session: 's1', create: false })).rejects.toMatchObject({
      name: 'UnknownResourceFault',
    })
    await ask(events, { session: 's0', create: false })
    expect(await held).toEqual(nothing)
    const requests = []
    for (let n = 2; n < 1000; n++) requests.push(ask(events, { session: `s${n}`, waitSeconds: 60 }))
    requests.push(
      ask(events, { session: 's0', waitSeconds: 60 }),
      ask(events, { session: 'new', waitSeconds: 60 }),
    )
    await expect(ask(events, { session: 'more' })).rejects.toMatchObject({ name: 'LimitExceededFault' })
    events.end()
    await Promise.all(requests)
  })

  it('are two minutes for a session without a request', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const events = unit()
    await ask(events, { session: 'old', add: add(0, 1) })
    vi.advanceTimersByTime(119_000)
    await ask(events, { session: 'a' })
    await ask(events, { session: 'old', create: false })
    vi.advanceTimersByTime(121_000)
    await ask(events, { session: 'b' })
    await expect(ask(events, { session: 'old', create: false })).rejects.toMatchObject({
      name: 'UnknownResourceFault',
    })
  })

  it('fails waiting and later requests when the log can no longer be written', async () => {
    const events = unit()
    const waiting = ask(events, { session: 's', add: add(0, 1), waitSeconds: 60 })
    await Promise.resolve()
    events.fail(new Error('disk full'))
    await expect(waiting).rejects.toThrow('disk full')
    await expect(ask(events, { session: 's' })).rejects.toThrow('disk full')
  })
})
