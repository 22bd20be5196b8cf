import type { RawResponse } from '../swf-protocol.ts'
import { errorResponse } from '../swf-protocol.ts'
import { SwfError } from '../../model/swf-error.ts'

/** A plain text response. */
export function plain(status: number, body: string): RawResponse {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}

/** A JSON response for programs that aren't SWF clients. */
export function json(status: number, value: object): RawResponse {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}

/** A response to a request that the server refuses before it reaches SWF, in the form of an SWF error. */
export const refusal = (status: number, name: string, message: string): RawResponse =>
  errorResponse(new SwfError(`com.amazon.coral.service#${name}`, message, status))
