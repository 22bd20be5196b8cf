import { incompleteSignature, missingToken } from './auth-errors.ts'

/** The contents of the Authorization header of a signed request (Signature Version 4). */
export interface Authorization {
  readonly keyId: string
  /** `yyyymmdd` */
  readonly date: string
  readonly region: string
  readonly service: string
  /** In lower case, sorted, without duplicates. */
  readonly signedHeaders: readonly string[]
  /** 64 hexadecimal digits. */
  readonly signature: string
}

const scheme = 'AWS4-HMAC-SHA256 '

/**
 * Parses an Authorization header. Only the canonical form is accepted, so that no byte of it can be changed unnoticed.
 *
 * @throws SwfError MissingAuthenticationTokenException, IncompleteSignatureException
 */
export function authorizationOf(header: string | undefined): Authorization {
  if (header === undefined || header === '') throw missingToken()
  if (!header.startsWith(scheme)) {
    throw incompleteSignature('Authorization header requires the algorithm AWS4-HMAC-SHA256.')
  }
  const parameters = parametersOf(header.slice(scheme.length))
  const credential = parameters.get('Credential')!
  const [, keyId, date, region, service] =
    /^([\w.-]{1,128})\/(\d{8})\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/aws4_request$/.exec(credential) ?? []
  if (keyId === undefined) {
    throw incompleteSignature(
      'Credential must have exactly 5 slash-delimited elements: keyid/date/region/service/aws4_request.',
    )
  }
  const signedHeaders = parameters.get('SignedHeaders')!.split(';')
  if (
    !signedHeaders.every((name, at) => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && ascends(signedHeaders, at))
  ) {
    throw incompleteSignature(
      'SignedHeaders must be header names in lower case, sorted, separated by semicolons.',
    )
  }
  const signature = parameters.get('Signature')!
  if (!/^[0-9a-f]{64}$/.test(signature)) {
    throw incompleteSignature('Signature must be 64 hexadecimal digits in lower case.')
  }
  return { keyId, date: date!, region: region!, service: service!, signedHeaders, signature }
}

const required = ['Credential', 'SignedHeaders', 'Signature']

function parametersOf(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of text.split(/, */)) {
    const [, name, value] = /^(\w+)=(.+)$/s.exec(part) ?? []
    if (name === undefined || !required.includes(name) || parameters.has(name)) {
      throw incompleteSignature(
        `Authorization header requires ${required.join(', ')}, each once, and nothing else.`,
      )
    }
    parameters.set(name, value!)
  }
  const missing = required.filter(name => !parameters.has(name))
  if (missing.length > 0) {
    throw incompleteSignature(
      missing.map(name => `Authorization header requires '${name}' parameter.`).join(' '),
    )
  }
  return parameters
}

const ascends = (names: readonly string[], at: number) => at === 0 || names[at - 1]! < names[at]!
