import type { IncomingMessage } from 'node:http'
import { InvalidRequestError } from '../errors.ts'

/** The longest body of a request besides files, in bytes: an input has at most 32,768 characters. */
export const longestBody = 256 * 1024

/**
 * Reads the body of a request. If it's longer than `most` bytes, the rest isn't read.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export async function textOf(request: IncomingMessage, most = longestBody): Promise<string> {
  const tooLong = () => new InvalidRequestError(`The body of the request is longer than ${most} bytes`, 413)
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLong()
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw tooLong()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/**
 * Reads a body that is a JSON object. Only `application/json` is taken, which no form of another web site can send.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export async function objectOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new InvalidRequestError('The body of the request must be application/json', 415)
  }
  const text = await textOf(request)
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch {
    throw new InvalidRequestError('The body of the request is no JSON')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>
  }
  throw new InvalidRequestError('The body of the request is no JSON object')
}
