import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { SWF } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createLocalSwf,
  testClock,
  type AccessKey,
  type ListenOptions,
  type LocalSwf,
} from '../../src/index.ts'
import { authorizationOf } from '../../src/access/authorization.ts'
import { regionOf } from '../../src/model/regions.ts'
import { testEndpoints } from '../../src/cli/test-endpoints.ts'
import { coral, refusal, send, signedHeaders, type Unsigned } from './sign.ts'

const key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const reader = { id: 'AKIDREADER', secret: 'reader', readOnly: true }
const session = { id: 'ASIASESSION', secret: 'session', sessionToken: 'a+session/token==' }
const accessKeys: readonly AccessKey[] = [key, reader, session]

let local: LocalSwf | undefined
afterEach(() => local?.close())

async function open(options: ListenOptions = { accessKeys }): Promise<string> {
  local = await createLocalSwf()
  return (await local.listen(options)).url
}

const swf = (endpoint: string, { id, secret, sessionToken }: AccessKey, region = 'us-east-1') =>
  new SWF({
    endpoint,
    region,
    credentials: { accessKeyId: id, secretAccessKey: secret, ...(sessionToken && { sessionToken }) },
    maxAttempts: 1,
  })

const domain = { name: 'shop', workflowExecutionRetentionPeriodInDays: '7' }
const domains = async () => {
  const { domainInfos } = await local!.swf.listDomains({ registrationStatus: 'REGISTERED' })
  return domainInfos!.map(({ name }) => name)
}

const registerDomain = 'SimpleWorkflowService.RegisterDomain'
const listDomains = 'SimpleWorkflowService.ListDomains'
const listed = '{"registrationStatus":"REGISTERED"}'

const signed = (one: Unsigned, by = key) =>
  signedHeaders({ body: listed, ...one, headers: { 'x-amz-target': listDomains, ...one.headers } }, by)

describe('a server with access keys', () => {
  it.each([
    ['in one region', key, 'us-east-1'],
    ['in another region', key, 'eu-central-1'],
    ['with a session token', session, 'us-east-1'],
  ])('serves the AWS SDK %s', async (_, by, region) => {
    await swf(await open(), by, region).registerDomain(domain)
    expect(await domains()).toEqual(['shop'])
  })

  it.each([
    ['a wrong secret', { id: key.id, secret: 'wrong' }, 'InvalidSignatureException'],
    ['an unknown key', { id: 'AKIDOTHER', secret: key.secret }, 'UnrecognizedClientException'],
    ['no session token', { id: session.id, secret: session.secret }, 'UnrecognizedClientException'],
    ['another session token', { ...session, sessionToken: 'other' }, 'UnrecognizedClientException'],
    ['a session token too many', { ...key, sessionToken: 'token' }, 'UnrecognizedClientException'],
    ['a key that may only read', reader, 'AccessDeniedException'],
  ])('refuses the AWS SDK with %s', async (_, by, name) => {
    const refused = await swf(await open(), by)
      .registerDomain(domain)
      .catch((error: unknown) => error as { name: string; $metadata: { httpStatusCode: number } })
    expect(refused).toMatchObject({ name, $metadata: { httpStatusCode: 400 } })
    expect(await domains()).toEqual([])
  })

  it('assigns a request to the region of its verified signature', async () => {
    local = await createLocalSwf({ accessKeys: [key], regions: 'separate', region: 'us-west-2' })
    const { url } = await local.listen()
    const names = { 'us-west-2': ['home'], 'us-east-1': ['shop'], 'eu-west-1': ['shop', 'store'] }
    for (const [region, registered] of Object.entries(names)) {
      for (const name of registered) await swf(url, key, region).registerDomain({ ...domain, name })
    }
    for (const [region, registered] of Object.entries(names)) {
      const { domainInfos } = await swf(url, key, region).listDomains({ registrationStatus: 'REGISTERED' })
      expect(domainInfos!.map(({ name, arn }) => [name, arn!.split(':')[3]])).toEqual(
        registered.map(name => [name, region]),
      )
    }
  })

  it('refuses a request that names a region other than the one it was signed for', async () => {
    local = await createLocalSwf({ accessKeys: [key], regions: 'separate' })
    const { url } = await local.listen()
    const headers = await signed({ region: 'us-east-1' })
    const authorization = headers.authorization!
    const elsewhere = authorization.replace('/us-east-1/', '/eu-west-1/')
    for (const each of [
      elsewhere,
      [elsewhere, authorization],
      [authorization, elsewhere],
      `${authorization}, ${elsewhere}`,
      `${authorization}, ${elsewhere.replace('AWS4-HMAC-SHA256 ', '')}`,
      authorization.replace('Credential=', 'Other=/Credential=a/b/eu-west-1/swf/aws4_request, Credential='),
    ]) {
      expect((await send(url, { ...headers, authorization: each }, listed)).status).toBe(400)
    }
    expect((await send(url, headers, listed)).status).toBe(200)
  })

  it('reads the region to verify and the region to use from the same header', () => {
    const scope = '/20260101/eu-west-1/swf/aws4_request'
    const parts = [
      'AWS4-HMAC-SHA256 ',
      `Credential=A${scope}`,
      `Credential=B${scope.replace('eu', 'us')}`,
      'SignedHeaders=host',
      'SignedHeaders=host;Credential',
      `Signature=${'0'.repeat(64)}`,
      ', ',
      ',',
      ' ',
      '\t',
      '=',
      '/',
      'X',
    ]
    const header = fc
      .tuple(
        fc.shuffledSubarray([1, 3, 5], { minLength: 3 }),
        fc.nat(6),
        fc.array(fc.constantFrom(...parts), { maxLength: 2 }),
      )
      .map(([order, at, more]) => {
        const all = [
          parts[0]!,
          ...order.flatMap((each, n) => (n === 0 ? [parts[each]!] : [', ', parts[each]!])),
        ]
        all.splice(at, 0, ...more)
        return all.join('')
      })
    let verified = 0
    fc.assert(
      fc.property(header, text => {
        let region: string
        try {
          region = authorizationOf(text).region
        } catch {
          return
        }
        verified++
        expect(regionOf(text)).toBe(region)
      }),
      { numRuns: 2000 },
    )
    expect(verified).toBeGreaterThan(100)
  })

  it('allows a read-only key to read but not to poll', async () => {
    const url = await open()
    await local!.swf.registerDomain(domain)
    const client = swf(url, reader)
    const { domainInfos } = await client.listDomains({ registrationStatus: 'REGISTERED' })
    expect(domainInfos!.map(({ name }) => name)).toEqual(['shop'])
    await expect(client.pollForDecisionTask({ domain: 'shop', taskList: { name: 'l' } })).rejects.toThrow(
      `User: ${reader.id} is not authorized to perform: swf:PollForDecisionTask`,
    )
  })

  it('serves requests from its own process without a key', async () => {
    await open()
    await local!.swf.registerDomain(domain)
    const client = new SWF({
      requestHandler: local!.requestHandler() as never,
      region: 'us-east-1',
      credentials: { accessKeyId: 'unknown', secretAccessKey: 'nothing' },
    })
    expect((await client.describeDomain({ name: 'shop' })).domainInfo!.name).toBe('shop')
  })

  it('uses the keys of createLocalSwf if listen has none', async () => {
    local = await createLocalSwf({ accessKeys: [key] })
    const { url } = await local.listen()
    const own = await local.listen({ accessKeys: [session] })
    expect(refusal(await send(url, {}))).toEqual(coral('MissingAuthenticationTokenException'))
    expect((await send(url, await signed({}), listed)).status).toBe(200)
    expect(refusal(await send(own.url, await signed({}), listed))).toEqual(
      coral('UnrecognizedClientException'),
    )
  })

  it.each([
    ['POST', '/'],
    ['GET', '/'],
    ['PUT', '/'],
    ['POST', '/health'],
    ['GET', '/health/x'],
    ['GET', '//health'],
    ['POST', '/_reyield/clock'],
  ])('refuses %s %s without a signature', async (method, path) => {
    const clock = testClock()
    local = await createLocalSwf({ clock })
    const { url } = await local.listen({ accessKeys, handleOther: testEndpoints(local, clock) })
    const before = clock.now()
    const answered = await send(url, {}, method === 'GET' ? '' : '{"advance":"1h"}', { method, path })
    expect(answered.status).toBe(400)
    expect(clock.now()).toBe(before)
  })

  it('responds to GET /health without a signature', async () => {
    expect((await send(await open(), {}, '', { method: 'GET', path: '/health' })).status).toBe(200)
  })

  it('advances the test clock on a signed request', async () => {
    const clock = testClock()
    local = await createLocalSwf({ clock })
    const { url } = await local.listen({ accessKeys, handleOther: testEndpoints(local, clock) })
    const path = '/_reyield/clock'
    const body = '{"advance":"1h"}'
    const headers = await signedHeaders({ body, path }, key)
    const before = clock.now()
    expect((await send(url, headers, body, { path })).status).toBe(200)
    expect(clock.now()).toBe(before + 3_600_000)
    const byReader = await signedHeaders({ body, path, headers: { 'x-amz-target': listDomains } }, reader)
    expect(refusal(await send(url, byReader, body, { path }))).toEqual(coral('AccessDeniedException'))
    expect(clock.now()).toBe(before + 3_600_000)
  })

  it('checks the signing time against the wall clock, not the test clock', async () => {
    const clock = testClock({ now: Date.now() - 86_400_000 })
    local = await createLocalSwf({ clock })
    const { url } = await local.listen({ accessKeys })
    expect((await send(url, await signed({}), listed)).status).toBe(200)
    expect(refusal(await send(url, await signed({ at: clock.now() }), listed))).toEqual(
      coral('InvalidSignatureException'),
    )
  })

  it('refuses a request with an unknown key before its body has arrived', async () => {
    const url = await open()
    const strangers = [
      {},
      await signed({}, { id: 'AKIDOTHER', secret: 'x' }),
      await signed({ at: Date.now() - 3_600_000 }),
      await signed({ service: 's3' }),
      { ...(await signed({})), authorization: 'AWS4-HMAC-SHA256 nonsense' },
    ]
    for (const headers of strangers) {
      // the head announces a body that is never sent
      const lines = Object.entries({ host: 'swf.test', ...headers }).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      )
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.write(`POST / HTTP/1.1\r\n${lines.join('')}content-length: 1000000\r\n\r\n`)
      const answered = await new Promise<string>(resolve =>
        socket.once('data', data => resolve(data.toString())),
      )
      expect(answered).toMatch(/^HTTP\/1\.1 400 /)
      socket.destroy()
    }
  })

  it('reads no more than 1 MB before it verifies', async () => {
    const body = JSON.stringify({ registrationStatus: 'x'.repeat(1024 * 1024) })
    const answered = await send(await open(), await signed({ body }), body)
    expect(refusal(answered)).toEqual(coral('SerializationException'))
  })

  it('verifies the bytes of a body, not the decoded text', async () => {
    const url = await open()
    const bytes = (text: string) => Buffer.from(text, 'latin1') as unknown as string
    // two bytes that aren't UTF-8 are both read as U+FFFD
    const headers = await signed({ body: bytes('{"registrationStatus":"\xff"}') })
    expect(refusal(await send(url, headers, bytes('{"registrationStatus":"\xfe"}')))).toEqual(
      coral('InvalidSignatureException'),
    )
    expect(refusal(await send(url, headers, bytes('{"registrationStatus":"\xff"}')))).toEqual([
      400,
      'com.amazon.coral.validate#ValidationException',
    ])
  })

  it('refuses a request in which any byte was changed', async () => {
    const url = await open()
    const body = JSON.stringify(domain)
    const headers = await signedHeaders(
      {
        body,
        headers: {
          'x-amz-target': registerDomain,
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
        },
      },
      key,
    )
    const head = ['POST / HTTP/1.1']
    for (const [name, value] of Object.entries(headers)) head.push(`${name}: ${value}`)
    const whole = Buffer.from(
      `${head.join('\r\n')}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    )
    const open_ = whole.indexOf('content-length')
    const end = whole.indexOf('\r\n\r\n')
    const meaning = (bytes: Buffer) =>
      bytes
        .toString('latin1')
        .toLowerCase()
        .replace(/[ \t]+/g, ' ')
    const position = fc.nat(whole.length - 1).filter(at => at < open_ || at >= end + 4)
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(whole)
        changed[at]! ^= by
        const inHead = at < end && !whole.subarray(0, at).toString().split('\r\n').at(-1)!.includes(': ')
        // changes without effect are skipped: the case of header names, HTTP/1.0, and white space
        fc.pre(
          !(inHead && meaning(changed) === meaning(whole)) && !/^POST \/ HTTP\/1\.0/.test(changed.toString()),
        )
        fc.pre(
          !/[ \t]/.test(String.fromCharCode(whole[at]!)) || !/[ \t]/.test(String.fromCharCode(changed[at]!)),
        )
        expect(await raw(url, changed)).not.toMatch(/^HTTP\/1\.1 200/)
      }),
      { numRuns: process.env.REYIELD_DEEP ? 5000 : 400 },
    )
    expect(await domains()).toEqual([])
    expect(await raw(url, whole)).toMatch(/^HTTP\/1\.1 200/)
    expect(await domains()).toEqual(['shop'])
  })
})

/** Sends bytes, ends the request side, and returns the response. */
function raw(url: string, bytes: Buffer): Promise<string> {
  return new Promise(resolve => {
    let answered = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('data', data => (answered += data.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answered))
    socket.end(bytes)
  })
}

describe('the option accessKeys', () => {
  it.each<[string, unknown, string]>([
    ['no key', [], 'the list is empty, so every request would be refused'],
    ['no list', 'AKID secret', 'expected a list of { id, secret, sessionToken?, readOnly? }'],
    [
      'an id with a slash',
      [{ id: 'a/b', secret: 's' }],
      'in entry 0, the id must be 1 to 128 letters, digits, _, - or .',
    ],
    [
      'no secret',
      [key, { id: 'a' }],
      'in entry 1, the secret must be one or more printable ASCII characters without spaces',
    ],
    [
      'an empty token',
      [{ ...key, sessionToken: '' }],
      'in entry 0, the session token must be one or more printable ASCII characters without spaces',
    ],
    ['an id twice', [key, { ...key, secret: 'other' }], 'entry 1 has the id of an earlier one'],
  ])('is refused with %s', async (_, given, problem) => {
    local = await createLocalSwf()
    await expect(local.listen({ accessKeys: given as AccessKey[] })).rejects.toMatchObject({
      code: 'ACCESS_KEYS_INVALID',
      message: `accessKeys can't be used: ${problem}`,
    })
  })
})
