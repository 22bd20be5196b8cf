import { afterEach, describe, expect, it } from 'vitest'
import { createLocalSwf, type ListenOptions, type LocalSwf } from '../../src/index.ts'
import { killAll, startServer } from '../server-process.ts'
import { closeRawClients, RawClient, requestOf } from './raw-client.ts'

let local: LocalSwf | undefined
afterEach(async () => {
  killAll()
  closeRawClients()
  await local?.close()
})

/** The status and the body of the response to a request with a Host header. */
async function askedFor(host: string, options: ListenOptions = {}): Promise<[number, unknown]> {
  local = await createLocalSwf()
  const { port } = await local.listen(options)
  const client = await RawClient.connect(port)
  const [answer] = await client
    .write(requestOf('ListDomains', { registrationStatus: 'REGISTERED' }, { Host: host }))
    .answers()
  return [answer!.status, JSON.parse(answer!.body)]
}

const served = [200, { domainInfos: [] }]

describe('a request is served whose Host header is', () => {
  it.each([
    'localhost',
    'localhost:4577',
    'LocalHost.',
    'swf.localhost:80',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.8.9.10:4577',
    '[::1]',
    '[::1]:4577',
    '[0:0:0:0:0:0:0:1]:4577',
    '[::ffff:127.0.0.1]:4577',
  ])('the loopback name %s', async host => {
    expect(await askedFor(host)).toEqual(served)
  })

  it('an allowed name, with any port', async () => {
    const allowHosts = ['swf.internal', 'Other.example:4577']
    expect(await askedFor('SWF.internal:4577', { allowHosts })).toEqual(served)
    expect(await askedFor('other.example', { allowHosts })).toEqual(served)
  })

  it('the address that the server listens on', async () => {
    expect(await askedFor('0.0.0.0:4577', { host: '0.0.0.0', insecure: true })).toEqual(served)
  })
})

describe('a request is refused whose Host header is', () => {
  it.each([
    'evil.example',
    'evil.example:4577',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil.example',
    'notlocalhost',
    'evil-localhost',
    'localhost@evil.example',
    'evil.example/localhost',
    '127.0.0.1:80:80',
    '[::2]:4577',
    '[localhost]',
    '10.0.0.1',
    '0.0.0.0',
    '2130706433',
    '',
  ])("'%s'", async host => {
    expect(await askedFor(host)).toEqual([
      403,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message: `The Host header '${host}' isn't a name of this server. Use a loopback name or the address that it listens on, or allow the name (--allow-host)`,
      },
    ])
  })

  it('a name that is only allowed for another server', async () => {
    expect((await askedFor('swf.internal.evil.example', { allowHosts: ['swf.internal'] }))[0]).toBe(403)
  })
})

it('the Host header is checked for every path and method', async () => {
  local = await createLocalSwf()
  const { port } = await local.listen({
    handleOther: () => Promise.resolve({ status: 200, headers: {}, body: '' }),
  })
  const statuses = []
  for (const line of ['GET / HTTP/1.1', 'GET /health HTTP/1.1', 'POST /_reyield/clock HTTP/1.1']) {
    const client = await RawClient.connect(port)
    const [answer] = await client
      .write(`${line}\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n`)
      .answers()
    statuses.push(answer!.status)
  }
  expect(statuses).toEqual([403, 403, 403])
})

it('a request with HTTP/1.0 and without a Host header is served', async () => {
  local = await createLocalSwf()
  const { port } = await local.listen()
  const client = await RawClient.connect(port)
  const [answer] = await client.write('GET / HTTP/1.0\r\n\r\n').answers()
  expect(answer?.status).toBe(200)
})

it('swf-local accepts names with --allow-host, which can be repeated', async () => {
  const server = await startServer('--allow-host', 'swf', '--allow-host', 'swf.internal')
  const statuses = []
  for (const host of ['swf:4577', 'swf.internal', 'localhost', 'evil.example']) {
    const client = await RawClient.connect(server.port)
    const [answer] = await client.write(requestOf('ListDomains', {}, { Host: host })).answers()
    statuses.push(answer!.status)
  }
  expect(statuses).toEqual([400, 400, 400, 403])
  await server.stop()
})
