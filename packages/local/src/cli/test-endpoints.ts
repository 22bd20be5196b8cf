import type { TestClock } from '../clock/clock.ts'
import type { LocalSwf } from '../local-swf.ts'
import { methodNotAllowed, validation } from '../model/swf-errors.ts'
import { errorResponse, type RawResponse } from '../transports/swf-protocol.ts'
import { json } from '../transports/http/responses.ts'

type Body = Record<string, unknown>

/** HTTP endpoints for tests, which advance the clock and replace the injected faults. */
export function testEndpoints(local: LocalSwf, clock: TestClock) {
  const endpoints = new Map<string, { usage: string; handle(body: Body): Promise<object> }>([
    [
      '/_reyield/clock',
      {
        usage: 'POST {"advance":"2 days"}, {"toNextEvent":true}, {"next":true} or {}',
        async handle({ advance, toNextEvent, next }) {
          if (advance !== undefined) await clock.advance(advance as string)
          const moved = toNextEvent === true ? await clock.toNextEvent() : undefined
          return {
            now: clock.now(),
            ...(moved === undefined ? {} : { moved }),
            ...(next === true ? { next: local.nextDeadline() ?? null } : {}),
          }
        },
      },
    ],
    [
      '/_reyield/faults',
      {
        usage: 'POST {"seed":7,"throttles":0.1,"lostResponses":0.05} or {}',
        async handle(faults) {
          local.setFaults(faults)
          return {}
        },
      },
    ],
  ])
  return async (method: string, path: string, body: string): Promise<RawResponse | undefined> => {
    const endpoint = endpoints.get(path)
    if (endpoint === undefined) return undefined
    if (method !== 'POST') return errorResponse(methodNotAllowed(method, endpoint.usage))
    try {
      return json(200, await endpoint.handle(JSON.parse(body === '' ? '{}' : body) as Body))
    } catch (error) {
      return errorResponse(validation((error as Error).message))
    }
  }
}
