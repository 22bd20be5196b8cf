import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  configured,
  homeFolder,
  inTerminal,
  reyield,
  startTestSwf,
  uncolored,
  type TestSwf,
} from './reyield.ts'

let swf: TestSwf
beforeAll(async () => {
  swf = await startTestSwf({ accessKeys: [{ id: 'AKIATEST', secret: 'right' }] })
})
afterAll(() => swf.close())

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string

it('signs with the keys of the environment, and exits with 4 if SWF refuses them', async () => {
  const keys = (AWS_SECRET_ACCESS_KEY: string) => ({
    ...swf.env,
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY,
  })
  const [right, wrong, doctor] = await Promise.all([
    reyield(['count'], { env: keys('right') }),
    reyield(['count'], { env: keys('wrong') }),
    reyield(['doctor'], { env: keys('wrong') }),
  ])
  expect(right).toEqual({ code: 0, out: '0\n', err: '' })
  expect(wrong).toEqual({
    code: 4,
    out: '',
    err: matching(/^error: .*\[(InvalidSignature|UnrecognizedClient)Exception\]\n/),
  })
  expect(doctor).toMatchObject({
    code: 1,
    out: matching(/\nfailed +SWF: .* refuses DescribeDomain: \w+Exception/),
  })
})

it('exits with 4 if SWF throttles for too long, and says in a terminal why it waits', async () => {
  const server = createServer((_, response) =>
    response.writeHead(400).end('{"__type":"ThrottlingException","message":"Rate exceeded"}'),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const env = { SWF_ENDPOINT: `http://127.0.0.1:${port}`, SWF_DOMAIN: 'shop', REYIELD_RETRY_FOR: '500ms' }
  try {
    const [plain, terminal] = await Promise.all([
      reyield(['list'], { env }),
      inTerminal(['list'], { env, columns: 120 }),
    ])
    expect(plain).toEqual({
      code: 4,
      out: '',
      err:
        'error: SWF has refused listOpenWorkflowExecutions for 0.5 s: ThrottlingException [RETRIES_EXHAUSTED]\n' +
        '  Try later, or retry for longer: retryFor in the configuration, or REYIELD_RETRY_FOR\n',
    })
    expect(terminal.out).toContain('ThrottlingException, trying listOpenWorkflowExecutions again')
    expect(uncolored(terminal.out)).toBe(plain.err)
  } finally {
    server.close()
  }
})

it('ends at once at Ctrl-C while it waits for SWF, without a stack', async () => {
  const server = createServer(() => undefined) // never responds
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const ended = reyield(['count', '--endpoint', `http://127.0.0.1:${port}`, '--domain', 'shop'], {
      onStart: child => server.once('request', () => child.kill('SIGINT')),
    })
    expect(await ended).toEqual({ code: 130, out: '', err: '' })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

it('loads neither the AWS SDK nor tsx nor the engine for a command that does not need them', async () => {
  const folder = mkdtempSync(join(homeFolder(), 'loads-'))
  const hook = join(folder, 'hook.mjs')
  const log = join(folder, 'loaded')
  writeFileSync(
    hook,
    `import { appendFileSync } from 'node:fs'
     import { register } from 'node:module'
     if (import.meta.url.endsWith('#hook') === false) register(import.meta.url + '#hook')
     export async function load(url, context, next) {
       appendFileSync(${JSON.stringify(log)}, url + '\\n')
       return next(url, context)
     }`,
  )
  const local = await startTestSwf()
  const options = { env: { ...local.env, NODE_OPTIONS: `--import ${hook}` }, fresh: true }
  try {
    expect(await reyield(['list'], options)).toEqual({ code: 0, out: '', err: '' })
    const loaded = () => readFileSync(log, 'utf8').split('\n')
    expect(
      loaded().filter(url => /aws-sdk|smithy|tsx|packages\/(replay|inspect|local)|esbuild/.test(url)),
    ).toEqual([])
    expect(loaded().length).toBeLessThan(250)
    expect(await reyield(['count'], { ...options, cwd: configured })).toMatchObject({ code: 0 })
    if (!('typescript' in process.features)) expect(loaded().some(url => url.includes('/tsx/'))).toBe(true)
  } finally {
    await local.close()
  }
})
