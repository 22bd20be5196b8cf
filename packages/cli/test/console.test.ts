import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeFolder, reyield, startTestSwf, type Ended, type TestSwf } from './reyield.ts'

let swf: TestSwf
beforeAll(async () => (swf = await startTestSwf()))
afterAll(() => swf.close())

/** A console that runs, and how its process ends. */
async function open(...options: string[]) {
  let child: ChildProcess | undefined
  let ended: Promise<Ended> | undefined
  const printed = new Promise<string>(resolve => {
    let out = ''
    ended = reyield(['console', '--port', '0', ...options], {
      env: swf.env,
      onStart(started) {
        child = started
        started.stdout!.on('data', (part: string) => {
          out += part
          if (out.includes('\n')) resolve(out)
        })
        started.on('close', () => resolve(out))
      },
    })
  })
  const out = await printed
  const [, address = '', token = ''] = /(http:\S+)\/#token=(\S+)/.exec(out) ?? []
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return [response.status, (await response.json()) as Record<string, unknown>] as const
  }
  return {
    out,
    ask,
    end: async () => {
      child!.kill('SIGINT')
      return await ended!
    },
  }
}

it('prints an address with a token, and runs until Ctrl-C', async () => {
  const { out, ask, end } = await open('--read-only')
  expect(out).toMatch(/^The console is on http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}\n$/)
  const [, session] = await ask('GET', '/api/session')
  expect(session).toMatchObject({
    place: `SWF on ${swf.url}`,
    domain: 'shop',
    readOnly: true,
    hasCode: false,
  })
  expect(await ask('POST', '/api/actions', {})).toMatchObject([403, { code: 'CONSOLE_READ_ONLY' }])
  expect(await end()).toMatchObject({ code: 130, err: 'Ctrl-C ends it\n' })
}, 30_000)

it('shows files without an SWF, not even the configured one', async () => {
  const file = join(mkdtempSync(join(homeFolder(), 'files-')), 'order.json')
  const started = { workflowType: { name: 'order', version: '1.0' } }
  const event = {
    eventId: 1,
    eventTimestamp: 0,
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: started,
  }
  writeFileSync(file, JSON.stringify({ events: [event] }))
  const { ask, end } = await open('--endpoint', 'http://127.0.0.1:9', file)
  expect(await ask('GET', '/api/session')).toMatchObject([200, { place: 'order.json', readOnly: true }])
  expect(await ask('GET', '/api/files/1')).toMatchObject([200, { view: { type: { name: 'order' } } }])
  expect(await ask('GET', '/api/executions')).toMatchObject([404, { code: 'REQUEST_INVALID' }])
  await end()
}, 30_000)

it('steers the clock of a local SWF in another process', async () => {
  const main = fileURLToPath(new URL('../../local/dist/cli/main.js', import.meta.url))
  const server = spawn(process.execPath, [main, '--port', '0', '--db', ':memory:', '--test-clock'])
  const url = await new Promise<string>(resolve => {
    let out = ''
    server.stdout.on('data', (part: Buffer) => {
      const [found] = /http:\/\/[\d.:]+\d/.exec((out += String(part))) ?? []
      if (found !== undefined && out.includes('\n')) resolve(found)
    })
  })
  try {
    const { ask, end } = await open('--endpoint', url, '--test-clock')
    const [, before] = await ask('GET', '/api/clock')
    const [status, after] = await ask('POST', '/api/clock/skip', { by: 86_400_000 })
    expect([status, Date.parse(after['now'] as string) - Date.parse(before['now'] as string)]).toEqual([
      200, 86_400_000,
    ])
    expect(await ask('PUT', '/api/faults', { faults: [{ throttles: 2 }] })).toMatchObject([
      400,
      { code: 'USAGE_INVALID' },
    ])
    expect(await ask('PUT', '/api/faults', { faults: [] })).toEqual([200, { faults: [] }])
    await end()
  } finally {
    server.kill()
  }
}, 30_000)

it.each([
  [['--port', 'x'], 2, '--port is'],
  [['--test-clock'], 2, '--test-clock needs a local SWF with a test clock'],
  [['--test-clock', 'nothing.json'], 2, "There is no file or folder 'nothing.json'"],
  [['--host', '192.0.2.1', '--port', '0'], 2, "The console can't listen on 192.0.2.1:0"],
])(
  'refuses %j',
  async (options, code, message) => {
    const ended = await reyield(['console', ...options], { env: swf.env, fresh: true })
    expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(message)])
  },
  30_000,
)
