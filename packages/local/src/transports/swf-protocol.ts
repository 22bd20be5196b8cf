import { LocalSwfError } from '../errors.ts'
import { SwfError } from '../model/swf-error.ts'
import { serialization, unknownOperation } from '../model/swf-errors.ts'
import { ConnectionResetError } from '../faults/injected-faults.ts'
import { regionOf } from '../model/regions.ts'
import type { ClientContext, Requests } from '../service/sequencer.ts'
import { isAtLeast } from './json-size.ts'

/** The maximum size of a request (swf-semantics.md §9.1). */
export const maxRequestBytes = 1024 * 1024

export const tooLarge = serialization('The request is larger than 1 MB')

/** An HTTP response: status, headers and body. */
export interface RawResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Must be called if the response can't be delivered. */
  readonly undelivered?: () => void
}

/** The client of a request. */
export interface Client {
  /** Aborted when the client has left. */
  readonly signal?: AbortSignal | undefined
  /** The Authorization header. */
  readonly authorization?: string | undefined
  /** Called before a large response is serialized. Resolves when there is enough memory for it. Default: there always is. */
  readonly waitForCapacity?: () => Promise<void>
}

/** The number of characters from which a response counts as large. */
export const largeResponse = 16 * 1024

/**
 * Handles a request in SWF's JSON protocol, for every transport that has bytes. The action is what follows the last dot of the
 * header X-Amz-Target. An empty body means `{}` (swf-semantics.md §1.1).
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

/** Returns what follows the last dot of a target. Throws UnknownOperationException if there is no dot or no target. */
function actionOf(target = ''): string {
  const dot = target.lastIndexOf('.')
  if (dot < 0) throw unknownOperation(`Unknown operation: ${target}`)
  return target.slice(dot + 1)
}

/** The response for an SWF error: a JSON body with `__type` and `message`. */
export function errorResponse({ type, text, status }: SwfError): RawResponse {
  return { ...ok(JSON.stringify({ __type: type, message: text })), status }
}

const internalFailure = new SwfError('com.amazon.coral.service#InternalFailure', undefined, 500)

function ok(body: string): RawResponse {
  return {
    status: 200,
    headers: {
      'x-amzn-RequestId': crypto.randomUUID(),
      // clients recognize a local SWF by it; the value names the actions that Amazon SWF doesn't have
      'X-Local-Swf': 'GetClosingEvents',
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
    throw serialization('The body is not valid JSON')
  }
}
