import type { RawResponse } from '../swf-protocol.ts'
import { errorResponse } from '../swf-protocol.ts'
import { SwfError } from '../../model/swf-error.ts'

/** An answer for people. */
export function plain(status: number, body: string): RawResponse {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}

/** An answer for programs that aren't clients of SWF. */
export function json(status: number, value: object): RawResponse {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}

/** An answer of the transport itself to a request that doesn't get to SWF, in the form that SWF's clients read. */
export const refusal = (status: number, name: string, message: string): RawResponse =>
  errorResponse(new SwfError(`com.amazon.coral.service#${name}`, message, status))
