import { LocalSwfError } from '../errors.ts'
import { SwfError } from '../model/swf-error.ts'
import { serialization, unknownOperation } from '../model/swf-errors.ts'
import { ConnectionResetError } from '../faults/injected-faults.ts'
import { regionOf } from '../model/regions.ts'
import type { ClientContext, Requests } from '../service/sequencer.ts'
import { isAtLeast } from './json-size.ts'

/** SWF's largest request (swf-semantics.md §9.1). */
export const maxRequestBytes = 1024 * 1024

export const tooLarge = serialization('The request is larger than 1 MB')

/** An answer as bytes. */
export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** To be called when the answer can't be delivered. */
  readonly undelivered?: () => void
}

/** Who sent a request. */
export interface Client {
  /** Aborted when the client is gone. */
  readonly signal?: AbortSignal | undefined
  /** The header of this name. */
  readonly authorization?: string | undefined
  /** Asked before a large answer is written as text: resolves when there is room for it. Default: there always is. */
  readonly waitForCapacity?: () => Promise<void>
}

/** From so many characters on an answer is large. */
export const largeResponse = 16 * 1024

/**
 * One request of SWF's JSON protocol, whatever it came over: the action is what follows the last dot of X-Amz-Target, an
 * absent body is `{}` (swf-semantics.md §1.1).
 */
export async function respond(
  requests: Requests,
  target: string | undefined,
  body: string,
  client: Client,
): Promise<RawResponse> {
  try {
    const region = regionOf(client.authorization)
    const context: ClientContext = {
      get signal() {
        return client.signal
      },
      region,
    }
    if (Buffer.byteLength(body) > maxRequestBytes) throw tooLarge
    const action = actionOf(target)
    const input = parse(body)
    const response = await requests.request(action, input, context)
    if (client.waitForCapacity !== undefined && isAtLeast(largeResponse, response))
      await client.waitForCapacity()
    const answered = ok(response === undefined ? '' : JSON.stringify(response))
    if (!action.startsWith('PollFor')) return answered
    return { ...answered, undelivered: () => requests.returnTask(action, input, response, context) }
  } catch (error) {
    if (error instanceof SwfError) return errorResponse(error)
    const { signal } = client
    if (signal?.aborted && error === signal.reason) throw error
    if (error instanceof LocalSwfError || error instanceof ConnectionResetError) throw error
    return errorResponse(internalFailure)
  }
}

/** What follows the last dot of a target. Throws UnknownOperationException for one without a dot, and for none. */
function actionOf(target = ''): string {
  const dot = target.lastIndexOf('.')
  if (dot < 0) throw unknownOperation(`Unknown operation: ${target}`)
  return target.slice(dot + 1)
}

/** A refusal as SWF's clients read it: `__type` and `message` in a JSON body. */
export function errorResponse({ type, text, status }: SwfError): RawResponse {
  return { ...ok(JSON.stringify({ __type: type, message: text })), status }
}

const internalFailure = new SwfError('com.amazon.coral.service#InternalFailure', undefined, 500)

function ok(body: string): RawResponse {
  return {
    status: 200,
    headers: {
      'x-amzn-RequestId': crypto.randomUUID(),
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': String(Buffer.byteLength(body)),
    },
    body,
  }
}

function parse(body: string): unknown {
  if (body.trim() === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    throw serialization('The body is no JSON')
  }
}
