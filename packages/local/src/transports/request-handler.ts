import type { Requests } from '../service/sequencer.ts'
import { respond } from './swf-protocol.ts'

/** The part of an AWS SDK (v3) request that this transport reads. */
export interface HandledRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/**
 * A `requestHandler` for the AWS SDK (v3).
 *
 * @example
 * ```ts
 * const swf = new SWF({ region: 'us-east-1', requestHandler: local.requestHandler() })
 * ```
 */
export interface RequestHandler {
  handle(
    request: HandledRequest,
    options?: { abortSignal?: AbortSignal | undefined },
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Uint8Array } }>
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
  destroy(): void
}

/** The transport for clients of the AWS SDK in the same process: the same bytes as over HTTP, without sockets. */
export function requestHandler(requests: Requests): RequestHandler {
  return {
    async handle(request, { abortSignal } = {}) {
      const header = (wanted: string) =>
        Object.entries(request.headers).find(([name]) => name.toLowerCase() === wanted)?.[1]
      const { status, headers, body } = await respond(
        requests,
        header('x-amz-target'),
        textOf(request.body),
        {
          signal: abortSignal,
          authorization: header('authorization'),
        },
      )
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      )
      return { response: { statusCode: status, headers: lower, body: Buffer.from(body) } }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
}

function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body)
  return typeof body === 'string' ? body : ''
}
