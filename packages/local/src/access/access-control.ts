import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccessKey } from './access-key.ts'
import { authorizationOf, type Authorization } from './authorization.ts'
import {
  accessDenied,
  incompleteSignature,
  invalidSignature,
  unrecognizedClient,
  wrongSignature,
} from './auth-errors.ts'
import type { SignedRequest } from './sigv4.ts'
import { signingTimeOf } from './signing-time.ts'

/** The part of a request that is known before its body is read. */
export interface RequestHead {
  readonly method: string
  /** The request target (path and query), as sent. */
  readonly url: string
  /** Header names and values in turn, as sent. */
  readonly rawHeaders: readonly string[]
}

/** A request whose headers are valid, but whose signature hasn't been verified yet. */
export interface UnverifiedRequest {
  /**
   * Verifies the signature, and that the key allows the request.
   *
   * @throws SwfError InvalidSignatureException, AccessDeniedException
   */
  verify(body: Uint8Array): Promise<void>
}

type SignatureOf = (request: SignedRequest, id: string, secret: string) => Promise<string>

/** Verifies the signatures of requests, as AWS's front end does (Signature Version 4). */
export class AccessControl {
  readonly #keys: ReadonlyMap<string, AccessKey>
  readonly #signatureOf: SignatureOf
  readonly #now: () => number

  /** `now` is the wall clock, since clients sign with the wall-clock time, whatever clock the local SWF has. */
  constructor(keys: readonly AccessKey[], signatureOf: SignatureOf, now: () => number = Date.now) {
    this.#keys = new Map(keys.map(key => [key.id, key]))
    this.#signatureOf = signatureOf
    this.#now = now
  }

  /**
   * Checks everything that doesn't need the body, so that the body of an unknown client is never read: the key, its session
   * token, the time, and which headers are signed.
   *
   * @throws SwfError MissingAuthenticationTokenException, IncompleteSignatureException, UnrecognizedClientException,
   * InvalidSignatureException
   */
  check(head: RequestHead): UnverifiedRequest {
    const headers = headersOf(head.rawHeaders)
    checkUrl(head.url)
    const authorization = authorizationOf(headers.get('authorization'))
    const key = this.#keys.get(authorization.keyId)
    if (key === undefined || !sameToken(key, headers.get('x-amz-security-token'))) throw unrecognizedClient()
    const signingDate = signingTimeOf(headers.get('x-amz-date'), authorization, this.#now())
    const signed = signedOf(headers, authorization)
    const contentHash = headers.get('x-amz-content-sha256')
    const target = headers.get('x-amz-target')
    return {
      verify: async body => {
        const { method, url: path } = head
        const { region, service, signature } = authorization
        const request = { method, path, headers: signed, body, signingDate, region, service }
        const expected = await this.#signatureOf(request, key.id, key.secret)
        // if a hash of the body is signed instead of the body, it must match the body
        const isBodys = contentHash === undefined || equal(contentHash, sha256(body).toString('hex'))
        if (!equal(expected, signature) || !isBodys) throw wrongSignature()
        if (key.readOnly === true && !reads(head, target)) throw accessDenied(key.id, whatOf(head, target))
      },
    }
  }
}

/** Headers that the server uses must not occur twice: otherwise one could be signed and the other one used. */
const once = [
  'authorization',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-target',
]

function headersOf(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase()
    const value = rawHeaders[at + 1]!
    const earlier = headers.get(name)
    if (earlier !== undefined && once.includes(name)) {
      throw incompleteSignature(`The header '${name}' must not be sent more than once.`)
    }
    headers.set(name, earlier === undefined ? value : `${earlier.trim()},${value.trim()}`)
  }
  return headers
}

/**
 * Requests to SWF have no query; a presigned URL would have the signature in its query. Paths such as `//` and `/./` are refused,
 * since they are signed as `/`, so the signature doesn't distinguish them.
 */
function checkUrl(url: string): void {
  const query = url.indexOf('?')
  if (query === -1) {
    if (!/\/\/|\/\.\.?(\/|$)/.test(url)) return
    throw incompleteSignature('The path of a signed request has no empty, . or .. segments.')
  }
  throw /x-amz-(signature|credential|algorithm)=/i.test(url.slice(query))
    ? incompleteSignature('Presigned URLs are not accepted: sign requests with the Authorization header.')
    : incompleteSignature('Signed requests to Amazon SWF have no query string.')
}

function signedOf(headers: ReadonlyMap<string, string>, { signedHeaders, service }: Authorization) {
  // for an address that isn't Amazon's, boto 2 uses the first part of the address as the name of the service
  if (service !== 'swf' && service !== /^[^.:]+/.exec(headers.get('host') ?? '')?.[0]) {
    throw invalidSignature("Credential should be scoped to correct service: 'swf'.")
  }
  for (const name of ['host', 'x-amz-date', 'x-amz-target']) {
    const needed = name !== 'x-amz-target' || headers.has(name)
    if (needed && !signedHeaders.includes(name)) {
      throw invalidSignature(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
    }
  }
  const signed = new Map<string, string>()
  for (const name of signedHeaders) {
    const value = headers.get(name)
    if (value === undefined) throw invalidSignature(`The signed header '${name}' is not in the request.`)
    signed.set(name, value)
  }
  return signed
}

/** A key without a session token must be used without one: AWS also refuses a permanent key with a session token. */
function sameToken({ sessionToken }: AccessKey, given: string | undefined): boolean {
  if (sessionToken === undefined || given === undefined) return sessionToken === given
  return equal(sessionToken, given)
}

/**
 * Whether a request only reads. Polls, responses to tasks and heartbeats write. So do all requests that aren't SWF actions, for
 * instance those to the test clock.
 */
function reads({ method, url }: RequestHead, target: string | undefined): boolean {
  return url === '/' && (method === 'GET' || /^(Count|Describe|Get|List)[A-Z]/.test(actionOf(target)))
}

const actionOf = (target = '') => target.slice(target.lastIndexOf('.') + 1)

const whatOf = ({ method, url }: RequestHead, target: string | undefined) =>
  target === undefined || url !== '/' ? `${method} ${url}` : `swf:${actionOf(target).slice(0, 100)}`

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()

/** Compares in constant time. */
const equal = (one: string, other: string) => timingSafeEqual(sha256(one), sha256(other))
