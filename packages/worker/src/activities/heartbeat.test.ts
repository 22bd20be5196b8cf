import type { Swf } from '@reyield/client'
import { scriptedSwfError, scriptedSwf, type ScriptedAnswer } from '@reyield/client/testing'
import { superjson, type PayloadPipeline } from '@reyield/data'
import { describe, expect, it } from 'vitest'
import { heartbeatsOf } from './heartbeat.ts'
import { keptLog } from '../../test/fixture.ts'
import { settingsOf } from '../options/worker-options.ts'

/** A clock that the test controls. */
function handTimers() {
  let now = 0
  const waiting: { at: number; wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (milliseconds: number, { signal }: { signal?: AbortSignal | undefined } = {}) =>
      new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
        waiting.push({ at: now + milliseconds, wake: resolve })
      }),
    async pass(milliseconds: number) {
      now += milliseconds
      for (const { at, wake } of waiting) if (at <= now) wake()
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}

const task = {
  taskToken: 'token',
  activityId: '1',
  type: { name: 'copy', version: '1.0' },
  workflowExecution: { workflowId: 'w', runId: 'r' },
  input: undefined,
}

function heartbeats(answers: ScriptedAnswer[], pipeline: PayloadPipeline = [], every?: number) {
  const { swf, calls } = scriptedSwf({ recordActivityTaskHeartbeat: answers })
  const timers = handTimers()
  const reported: string[] = []
  const retries: (AbortSignal | undefined)[] = []
  const watched: Swf = {
    ...swf,
    recordActivityTaskHeartbeat(input, options) {
      retries.push(options?.retrySignal)
      return swf.recordActivityTaskHeartbeat(input, options)
    },
  }
  const settings = settingsOf({
    swf: watched,
    domain: 'test',
    taskList: 'main',
    timers,
    pipeline,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  const { lines, logger } = keptLog()
  const port = {
    cancelRequested: () => reported.push('cancel requested'),
    lost: () => reported.push('lost'),
    failed: (error: unknown) => reported.push(`failed: ${(error as Error).name}`),
  }
  const made = heartbeatsOf(task, settings, logger, port, every)
  const sent = () => calls.map(({ input }) => (input as { details?: string }).details)
  const signals = () => retries.map(signal => signal?.aborted)
  return { signals, send: made.sender(superjson), end: made.end, timers, reported, sent, lines }
}

describe('heartbeats', () => {
  it('have details that fit after they are encoded, and the error says how long they were before', async () => {
    const hex = {
      name: 'hex',
      encode: (text: string) => Buffer.from(text).toString('hex'),
      decode: (text: string) => Buffer.from(text, 'hex').toString(),
    }
    const { send, sent } = heartbeats([{}], [hex])
    await send('x'.repeat(1000))
    expect(sent()).toEqual([expect.stringMatching(/^reyield:1:hex:[0-9a-f]{2022}$/)])
    await expect(send('x'.repeat(1010))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LONG',
      message:
        "The details of a heartbeat of activity 'copy' (1021 characters before they were encoded) has 2056 characters, SWF allows 2048: pass less, or store it elsewhere and pass a reference to it",
    })
  })

  it('are sent at once, and then at most every half second with the last details', async () => {
    const { send, timers, sent } = heartbeats([{}, {}, {}])
    for (const details of [1, 2, 3]) await send(details)
    expect(sent()).toEqual(['{"json":1}'])
    await timers.pass(499)
    expect(sent()).toHaveLength(1)
    await timers.pass(1)
    expect(sent()).toEqual(['{"json":1}', '{"json":3}'])
    await timers.pass(500)
    await send()
    expect(sent()).toEqual(['{"json":1}', '{"json":3}', undefined])
  })

  it('report a cancel request and a lost task', async () => {
    const { send, timers, reported } = heartbeats([
      { cancelRequested: true },
      scriptedSwfError('UnknownResourceFault', 'Unknown activity'),
    ])
    await send()
    await timers.pass(500)
    await send()
    expect(reported).toEqual(['cancel requested', 'lost'])
  })

  it('end with the activity: a postponed heartbeat is not sent', async () => {
    const { send, end, timers, sent } = heartbeats([{}])
    await send(1)
    await send(2)
    end()
    await timers.pass(500)
    await send(3)
    expect(sent()).toEqual(['{"json":1}'])
  })

  it('that SWF refuses reject, or fail the activity if no code awaits them', async () => {
    const refused = scriptedSwfError('OperationNotPermittedFault', 'not allowed')
    const { send, timers, reported } = heartbeats([refused, refused])
    await expect(send(1)).rejects.toMatchObject({ name: 'OperationNotPermittedFault' })
    await send(2)
    await timers.pass(500)
    expect(reported).toEqual(['failed: OperationNotPermittedFault'])
  })

  it('that do not reach SWF are lost without other effects', async () => {
    const unreachable = Object.assign(new Error('socket hang up'), { name: 'NetworkError' })
    const { send, timers, reported, sent } = heartbeats([unreachable, unreachable, {}])
    await send(1)
    await send(2)
    await timers.pass(500)
    await timers.pass(500)
    await send(3)
    expect([reported, sent()]).toEqual([[], ['{"json":1}', '{"json":2}', '{"json":3}']])
  })

  it('refuse details that are too long', async () => {
    const { send } = heartbeats([])
    await expect(send('x'.repeat(2048))).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LONG',
      field: "The details of a heartbeat of activity 'copy'",
      limit: 2048,
    })
  })
})

describe('automatic heartbeats', () => {
  it('repeat the last details, each so long after the last heartbeat, until the activity ends', async () => {
    const { send, end, timers, sent } = heartbeats([{}, {}, {}, {}, {}], [], 10_000)
    await timers.pass(9999)
    expect(sent()).toEqual([])
    await timers.pass(1)
    expect(sent()).toEqual([undefined])
    await timers.pass(4000)
    await send(1)
    await send(2)
    await timers.pass(500)
    expect(sent()).toEqual([undefined, '{"json":1}', '{"json":2}'])
    await timers.pass(9999)
    expect(sent()).toHaveLength(3)
    await timers.pass(1)
    await timers.pass(10_000)
    expect(sent().slice(3)).toEqual(['{"json":2}', '{"json":2}'])
    end()
    await timers.pass(60_000)
    expect(sent()).toHaveLength(5)
  })

  it('go on after a cancel request and an outage, and end when the task is lost', async () => {
    const unreachable = Object.assign(new Error('socket hang up'), { name: 'NetworkError' })
    const lost = scriptedSwfError('UnknownResourceFault', 'Unknown activity')
    const { timers, sent, reported } = heartbeats(
      [{ cancelRequested: true }, unreachable, unreachable, { cancelRequested: true }, lost],
      [],
      1000,
    )
    for (let second = 0; second < 10; second++) await timers.pass(1000)
    expect([sent().length, reported]).toEqual([5, ['cancel requested', 'cancel requested', 'lost']])
  })

  it('that SWF refuses are logged once and do not fail the activity', async () => {
    const refused = scriptedSwfError('OperationNotPermittedFault', 'not allowed')
    const { timers, sent, reported, lines } = heartbeats([refused, refused, {}], [], 1000)
    for (let second = 0; second < 3; second++) await timers.pass(1000)
    expect([sent().length, reported, lines]).toEqual([
      3,
      [],
      [{ level: 'warn', message: 'SWF refused an automatic heartbeat: not allowed' }],
    ])
  })

  it('never replace newer details: what is under way ends before the next is sent', async () => {
    let respond!: (response: object) => void
    const slow = () => new Promise<object>(resolve => (respond = resolve))
    const { send, timers, sent, signals } = heartbeats([slow, {}, {}], [], 1000)
    await timers.pass(1000)
    await send(1)
    expect(signals()).toEqual([true]) // it isn't tried again
    await timers.pass(5000)
    await send(2)
    expect(sent()).toEqual([undefined])
    respond({})
    for (let turn = 0; turn < 2; turn++) await timers.pass(0)
    expect(sent()).toEqual([undefined, '{"json":2}'])
    for (let turn = 0; turn < 2; turn++) await timers.pass(500)
    expect([sent().length, signals()]).toEqual([3, [true, false, false]])
  })
})
