import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { encryption } from '@reyield/codecs'
import { superjson, type PayloadCodec } from '@reyield/data'
import { pipelineOf } from '@reyield/data/internal'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LinesPage, OpenFile, RunPage, SessionInfo } from '../../src/api/index.ts'
import { startConsole, type RunningConsole } from '../../src/index.ts'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'reyield-console-'))))
const opened: RunningConsole[] = []
afterAll(async () => {
  await Promise.all(opened.map(console => console.close()))
  rmSync(folder, { recursive: true })
})

const event = (eventId: number, eventType: string, attributes: object): HistoryEvent =>
  ({
    eventId,
    eventTimestamp: new Date(Date.UTC(2026, 0, 1) + eventId * 1000),
    eventType,
    [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  }) as unknown as HistoryEvent
const started = (input: string) =>
  event(1, 'WorkflowExecutionStarted', {
    input,
    workflowType: { name: 'order', version: '1.0' },
    taskList: { name: 'orders' },
  })
const secret = superjson.serialize({ card: '4711', at: new Date(0) })!

async function open(text: string, options: Partial<Parameters<typeof startConsole>[0]> = {}) {
  const file = join(folder, `order-${opened.length}.json`)
  writeFileSync(file, text)
  const console = await startConsole({ files: [file], port: 0, ...options })
  opened.push(console)
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { authorization: `Bearer ${console.token}` }
    const response = await fetch(`${console.address.slice(0, -1)}${path}`, { ...init, headers })
    const value: unknown = await response.json()
    return response.ok ? value : { status: response.status, ...(value as object) }
  }
  return { console, ask }
}

it('a file is shown offline: there is no SWF to ask, and nothing can be changed', async () => {
  const { ask } = await open(JSON.stringify({ events: [started(secret)] }))
  const session = (await ask('/api/session')) as SessionInfo
  expect([session.place, session.domain, session.readOnly, session.files]).toEqual([
    'order-0.json',
    undefined,
    true,
    [{ id: '1', name: 'order-0.json' }],
  ])
  const { view, run } = (await ask('/api/files/1')) as RunPage
  expect([view.type.name, run]).toEqual(['order', { workflowId: '', runId: '' }])
  expect(await ask('/api/files/1/payload?event=1&of=input')).toMatchObject({
    value: {
      is: 'object',
      entries: [
        ['card', { text: '4711' }],
        ['at', { is: 'date', text: '1970-01-01T00:00:00.000Z' }],
      ],
    },
  })
  for (const path of [
    '/api/executions',
    '/api/attention',
    '/api/task-lists',
    '/api/schedules',
    '/api/executions/a/b',
  ]) {
    expect([path, await ask(path)]).toEqual([
      path,
      expect.objectContaining({ status: 404, code: 'REQUEST_INVALID' }),
    ])
  }
  const post = { method: 'POST', body: '{}' }
  expect(await ask('/api/actions', post)).toMatchObject({ status: 403, code: 'CONSOLE_READ_ONLY' })
})

it('more files are opened in the page, and closed there', async () => {
  const { ask } = await open(JSON.stringify({ events: [started(secret)] }))
  const two = ['a', 'b'].map(workflowId => ({
    execution: { workflowId, runId: 'r' },
    events: [started(secret)],
  }))
  const upload = (body: string) => ask('/api/files?name=two.json', { method: 'POST', body })
  expect(await upload(JSON.stringify(two))).toEqual([
    { id: '2', name: 'two.json: a' },
    { id: '3', name: 'two.json: b' },
  ] satisfies OpenFile[])
  expect(await ask('/api/files/3')).toMatchObject({ run: { workflowId: 'b' } })
  expect(await ask('/api/files/2', { method: 'DELETE' })).toEqual([
    { id: '1', name: 'order-1.json' },
    { id: '3', name: 'two.json: b' },
  ])
  for (const wrong of [
    '',
    '{',
    '7',
    '{"events":[{}]}',
    JSON.stringify({ events: [event(2, 'TimerFired', {})] }),
  ]) {
    expect(await upload(wrong)).toMatchObject({ status: 400, code: 'HISTORY_INVALID' })
  }
})

it('25,000 events are shown with all their lines', async () => {
  const events = [started(secret)]
  while (events.length < 24_999) {
    events.push(
      event(events.length + 1, 'WorkflowExecutionSignaled', {
        signalName: `s${events.length}`,
        input: secret,
      }),
    )
  }
  const { ask } = await open(JSON.stringify({ events }))
  const { lastEventId, view, times } = (await ask('/api/files/1')) as RunPage
  expect([lastEventId, view.steps.length, times.length]).toEqual([24_999, 24_998, 24_999])
  const { lines, total } = (await ask('/api/files/1/lines')) as LinesPage
  expect([lines.length, total, lines.at(-1)?.text]).toEqual([24_999, 24_999, "signal 's24998' received"])
  expect(await ask('/api/files/1/search?text=S24998')).toEqual({ events: [24_999] })
})

it('what a pipeline encrypts is hidden until somebody asks for it, and so are texts of failures', async () => {
  const codec: PayloadCodec = encryption({ keys: { a: Buffer.alloc(32, 7) }, current: 'a' })
  const context = { domain: 'shop', workflowId: 'order-7' }
  const encode = async (text: string) => await pipelineOf([codec]).encode(text, context)
  const details = JSON.stringify({ reyield: 1, name: 'CardDeclined', message: '4711 is declined' })
  const events = [
    started(await encode(secret)),
    event(2, 'WorkflowExecutionFailed', { reason: 'CardDeclined', details: await encode(details) }),
  ]
  const { ask } = await open(JSON.stringify({ execution: { workflowId: 'order-7', runId: 'r' }, events }), {
    pipeline: [codec],
    domain: 'shop',
  })
  expect(((await ask('/api/session')) as SessionInfo).redacted).toBe(true)
  const hidden = await Promise.all(
    ['', '/lines', '/events/1', '/payload?event=1&of=input', '/moment?at=1', '/search?text=4711'].map(path =>
      ask(`/api/files/1${path}`),
    ),
  )
  expect(JSON.stringify(hidden)).not.toContain('4711')
  expect(hidden[2]).toMatchObject({
    redacted: true,
    event: {
      workflowExecutionStartedEventAttributes: {
        input: expect.stringMatching(/^\(\d+ characters\)$/) as string,
      },
    },
  })
  expect(hidden[3]).toEqual({
    size: events[0]!.workflowExecutionStartedEventAttributes!.input!.length,
    codecs: [codec.name],
    redacted: true,
  })
  expect(await ask('/api/files/1/payload?event=1&of=input&reveal=1')).toMatchObject({
    redacted: false,
    codecs: [codec.name],
    value: {
      is: 'object',
      entries: [
        ['card', { text: '4711' }],
        ['at', { is: 'date' }],
      ],
    },
  })
  expect(await ask('/api/files/1/payload?event=2&of=details&reveal=1')).toMatchObject({
    value: {
      is: 'error',
      entries: expect.arrayContaining([['message', { is: 'string', text: '4711 is declined' }]]) as unknown[],
    },
  })
})

it('a payload that cannot be read says why', async () => {
  const { ask } = await open(
    JSON.stringify({
      events: [
        started('no json'),
        event(2, 'WorkflowExecutionSignaled', { signalName: 'a', input: 'reyield:1:rot13:x' }),
      ],
    }),
  )
  expect(await ask('/api/files/1/payload?event=1&of=input')).toEqual({
    size: 7,
    codecs: [],
    redacted: false,
    unreadable: 'PAYLOAD_UNREADABLE',
    value: { is: 'string', text: 'no json' },
  })
  expect(await ask('/api/files/1/payload?event=2&of=input')).toEqual({
    size: 17,
    codecs: ['rot13'],
    redacted: false,
    unreadable: 'CODEC_MISSING',
  })
})
