import { describe, expect, it } from 'vitest'
import { AccessControl } from '../../src/access/access-control.ts'
import { authorizationOf } from '../../src/access/authorization.ts'
import { signatureOf } from '../../src/access/sigv4.ts'
import { signedHeaders, type Unsigned } from './sign.ts'
import { exampleKey, signedAt, vectors } from './vectors.ts'

const now = Date.parse('2026-11-28T12:00:00Z')
const key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const target = 'SimpleWorkflowService.ListDomains'
const body = '{"registrationStatus":"REGISTERED"}'

describe("a request of AWS's published test suite", () => {
  it.each(vectors)('has the published signature: $name', async vector => {
    const { method, path, headers, body = '', signature } = vector
    const signed = await signatureOf(
      {
        method,
        path,
        headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: Buffer.from(body),
        signingDate: new Date(signedAt),
        region: 'us-east-1',
        service: 'service',
      },
      exampleKey.id,
      exampleKey.secret,
    )
    expect(signed).toBe(signature)
  })
})

interface Sent extends Unsigned {
  /** Header values that replace the signed ones. Undefined removes the header. */
  readonly instead?: Readonly<Record<string, string | undefined>>
  readonly sentBody?: string
  readonly sentPath?: string
  readonly sentMethod?: string
  /** Headers that are sent a second time. */
  readonly again?: readonly string[]
  readonly with?: { readonly id: string; readonly secret: string }
}

/** Signs a request, changes it, and verifies it. Returns the name and text of the error, or undefined. */
async function verified(
  sent: Sent,
  keys = [{ ...key, sessionToken: undefined as string | undefined, readOnly: false }],
) {
  const { sentBody = sent.body ?? body, sentPath = sent.path ?? '/', sentMethod = 'POST', again = [] } = sent
  const headers: Record<string, string | undefined> = {
    ...(await signedHeaders(
      { at: now, body, ...sent, headers: { 'x-amz-target': target, ...sent.headers } },
      sent.with ?? key,
    )),
    ...sent.instead,
  }
  const pairs = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
  const control = new AccessControl(keys, signatureOf, () => now)
  try {
    const claim = control.check({ method: sentMethod, url: sentPath, rawHeaders: [...pairs, ...again] })
    await claim.verify(Buffer.from(sentBody))
    return undefined
  } catch (error) {
    const { name, message, status } = error as { name: string; message: string; status: number }
    expect(status).toBe(400)
    return `${name}: ${message}`
  }
}

const mismatch =
  'InvalidSignatureException: The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const unknown = 'UnrecognizedClientException: The security token included in the request is invalid.'
const bodyHash = '9ca30c18da9e4c8fd3f3e8b0ed3d4d9d2ff2a7a2e4ca0eec2fbb9fe6c3d3f0b5'

/** The Authorization header of the request that `verified({})` signs. */
const authorization = (await signedHeaders({ at: now, body, headers: { 'x-amz-target': target } }, key))[
  'authorization'
]!

describe('a signed request', () => {
  it.each<[string, Sent]>([
    ['in any region', { region: 'eu-central-1' }],
    ['up to 5 minutes late', { at: now - 300_000 }],
    ['up to 5 minutes early', { at: now + 300_000 }],
    [
      'with headers that SDKs only sign on request',
      { headers: { 'user-agent': 'a  b', 'x-amzn-trace-id': 't' } },
    ],
    ['with headers that are not signed', { instead: { 'user-agent': 'x', 'content-type': 'y' } }],
    [
      'with an Authorization header as boto 2 writes it',
      { instead: { authorization: authorization.replaceAll(', ', ',') } },
    ],
    ['with a body in UTF-8', { body: '{"registrationStatus":"grün ☃"}' }],
    ['to a path', { path: '/swf/' }],
  ])('is let through %s', async (_, sent) => {
    expect(await verified(sent)).toBeUndefined()
  })

  it('is accepted with the hash of its body, and refused with another hash', async () => {
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256').update(body).digest('hex')
    const headers = { 'x-amz-content-sha256': hash }
    expect(await verified({ headers })).toBeUndefined()
    expect(await verified({ headers, sentBody: body.replace('REGISTERED', 'DEPRECATED') })).toBe(mismatch)
    for (const wrong of [
      bodyHash,
      'UNSIGNED-PAYLOAD',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      hash.toUpperCase(),
      '',
    ]) {
      expect(await verified({ headers: { 'x-amz-content-sha256': wrong } })).toBe(mismatch)
      expect(await verified({ instead: { 'x-amz-content-sha256': wrong } })).toBe(mismatch)
    }
  })

  it.each<[string, Sent, string]>([
    ['a wrong secret', { with: { id: key.id, secret: 'wrong' } }, mismatch],
    ['an unknown key', { with: { id: 'AKIDOTHER', secret: key.secret } }, unknown],
    ['a changed body', { sentBody: body.replace('REGISTERED', 'DEPRECATED') }, mismatch],
    ['no body any longer', { sentBody: '' }, mismatch],
    ['a changed target', { instead: { 'x-amz-target': 'SimpleWorkflowService.DeprecateDomain' } }, mismatch],
    ['another method', { sentMethod: 'GET' }, mismatch],
    ['another path', { sentPath: '/_reyield/clock' }, mismatch],
    ['another host', { instead: { host: 'other.test' } }, mismatch],
    [
      'a path that is signed as another one',
      { sentPath: '//' },
      'IncompleteSignatureException: The path of a signed request has no empty, . or .. segments.',
    ],
    [
      'a query',
      { sentPath: '/?a=b' },
      'IncompleteSignatureException: Signed requests to Amazon SWF have no query string.',
    ],
    [
      'the signature in the query (a presigned URL)',
      {
        sentPath: '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0',
        instead: { authorization: undefined },
      },
      'IncompleteSignatureException: Presigned URLs are not accepted: sign requests with the Authorization header.',
    ],
    [
      'no signature',
      { instead: { authorization: undefined } },
      'MissingAuthenticationTokenException: Missing Authentication Token',
    ],
    [
      'a date of another time',
      { at: now - 301_000 },
      'InvalidSignatureException: Signature expired: 20261128T115459Z is now earlier than 20261128T115500Z (20261128T120000Z - 5 min.)',
    ],
    [
      'a date that is still to come',
      { at: now + 301_000 },
      'InvalidSignatureException: Signature not yet current: 20261128T120501Z is still later than 20261128T120500Z (20261128T120000Z + 5 min.)',
    ],
    ['a date that was changed afterwards', { instead: { 'x-amz-date': '20261128T120001Z' } }, mismatch],
    [
      'a date of another day than its credential',
      { instead: { authorization: authorization.replace('/20261128/', '/20261127/') } },
      "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261127' != '20261128'.",
    ],
    [
      'a region that was changed afterwards',
      { instead: { authorization: authorization.replace('us-east-1', 'eu-west-1') } },
      mismatch,
    ],
    [
      'the scope of another service',
      { service: 'dynamodb' },
      "InvalidSignatureException: Credential should be scoped to correct service: 'swf'.",
    ],
    ["a session token that the key doesn't have", { headers: { 'x-amz-security-token': 'token' } }, unknown],
    [
      'a signed header that is missing',
      { headers: { a: 'b' }, instead: { a: undefined } },
      "InvalidSignatureException: The signed header 'a' is not in the request.",
    ],
  ])('is refused with %s', async (_, sent, expected) => {
    expect(await verified(sent)).toBe(expected)
  })

  it.each(['host', 'x-amz-date', 'x-amz-target'])('is refused if %s is not signed', async name => {
    const unsigned = authorization.replace(new RegExp(`(;?)${name}`), '').replace('=;', '=')
    expect(await verified({ instead: { authorization: unsigned } })).toBe(
      `InvalidSignatureException: '${name}' must be a 'SignedHeader' in the AWS Authorization.`,
    )
  })

  it.each([
    'x-amz-target',
    'host',
    'authorization',
    'x-amz-date',
    'x-amz-content-sha256',
    'X-Amz-Security-Token',
  ])('is refused if %s is sent twice', async name => {
    const twice = { instead: { [name.toLowerCase()]: 'x' }, again: [name, 'x'] }
    expect(await verified(twice)).toBe(
      `IncompleteSignatureException: The header '${name.toLowerCase()}' must not be sent more than once.`,
    )
  })

  it.each([
    '',
    '20261128',
    '2026-11-28T12:00:00Z',
    '20261332T120000Z',
    '20261128T250000Z',
    '20261128T120000',
  ])("is refused if its date is '%s'", async date => {
    expect(await verified({ instead: { 'x-amz-date': date } })).toBe(
      "IncompleteSignatureException: Authorization header requires existence of a 'X-Amz-Date' header, such as 20150830T123600Z.",
    )
  })

  it("must contain the key's session token", async () => {
    const keys = [{ ...key, sessionToken: 'token' as string | undefined, readOnly: false }]
    expect(await verified({ headers: { 'x-amz-security-token': 'token' } }, keys)).toBeUndefined()
    expect(await verified({ instead: { 'x-amz-security-token': 'token' } }, keys)).toBeUndefined()
    expect(await verified({ headers: { 'x-amz-security-token': 'other' } }, keys)).toBe(unknown)
    expect(await verified({}, keys)).toBe(unknown)
  })
})

describe('an Authorization header', () => {
  it('is only accepted in its canonical form', () => {
    expect(authorizationOf(authorization)).toEqual({
      keyId: key.id,
      date: '20261128',
      region: 'us-east-1',
      service: 'swf',
      signedHeaders: ['host', 'x-amz-date', 'x-amz-target'],
      signature: authorization.slice(-64),
    })
  })

  it.each([
    ['AWS3 AWSAccessKeyId=a'],
    ['Bearer x'],
    ['AWS4-HMAC-SHA256'],
    ['AWS4-HMAC-SHA256 '],
    ['AWS4-HMAC-SHA256 nonsense'],
    [authorization.replace(/, Signature=.*/, '')],
    [authorization.replace('Credential=', 'Credentials=')],
    [`${authorization}, Signature=${'0'.repeat(64)}`],
    [`${authorization}, More=1`],
    [authorization.replace(/.{64}$/, 'short')],
    [authorization.replace(/.{64}$/, text => text.toUpperCase().replace(/^./, 'A'))],
    [authorization.replace('/aws4_request', '')],
    [authorization.replace('us-east-1', '')],
    [authorization.replace('host;x-amz-date', 'x-amz-date;host')],
    [authorization.replace('host;', 'host;host;')],
    [authorization.replace('host;', 'Host;')],
    [authorization.replace('host;', ';host;')],
  ])('is refused where it is not whole: %s', header => {
    expect(() => authorizationOf(header)).toThrow(
      expect.objectContaining({ name: 'IncompleteSignatureException', status: 400 }) as Error,
    )
  })
})

describe('a read-only key', () => {
  const keys = [{ ...key, sessionToken: undefined, readOnly: true }]
  const denied = (action: string) =>
    `AccessDeniedException: User: ${key.id} is not authorized to perform: ${action} because its access key is read-only`

  it('only allows to describe, list, count and read histories', async () => {
    const { operations } = await import('../../src/model/generated/shapes.ts')
    const allowed: string[] = []
    for (const action of Object.keys(operations)) {
      const refused = await verified({ headers: { 'x-amz-target': `SimpleWorkflowService.${action}` } }, keys)
      if (refused === undefined) allowed.push(action)
      else expect(refused).toBe(denied(`swf:${action}`))
    }
    expect(allowed.toSorted()).toEqual([
      'CountClosedWorkflowExecutions',
      'CountOpenWorkflowExecutions',
      'CountPendingActivityTasks',
      'CountPendingDecisionTasks',
      'DescribeActivityType',
      'DescribeDomain',
      'DescribeWorkflowExecution',
      'DescribeWorkflowType',
      'GetWorkflowExecutionHistory',
      'ListActivityTypes',
      'ListClosedWorkflowExecutions',
      'ListDomains',
      'ListOpenWorkflowExecutions',
      'ListTagsForResource',
      'ListWorkflowTypes',
    ])
  })

  it('does not allow to advance the test clock, whatever the target header says', async () => {
    expect(await verified({ path: '/_reyield/clock' }, keys)).toBe(denied('POST /_reyield/clock'))
  })

  it('gets the error for a wrong signature first', async () => {
    const headers = { 'x-amz-target': 'SimpleWorkflowService.RegisterDomain' }
    expect(await verified({ headers, with: { id: key.id, secret: 'wrong' } }, keys)).toBe(mismatch)
  })
})
