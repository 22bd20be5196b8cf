import { methodNotAllowed } from '../../model/swf-errors.ts'
import type { Requests } from '../../service/sequencer.ts'
import { respond, errorResponse, type RawResponse } from '../swf-protocol.ts'
import { json, plain } from './responses.ts'
import type { Health } from './health.ts'
import { header, type Route } from './request.ts'

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

/** `GET /health`, for monitoring: status 200, or 503 when nothing is served any longer. */
export const healthRoute =
  (health: () => Health): Route =>
  ({ method, path }) => {
    if (path !== '/health' || !isRead(method)) return undefined
    const state = health()
    return json(state.status === 'ok' ? 200 : 503, state)
  }

/** Answers whatever `other` knows. */
export const otherRoute =
  (other: (method: string, path: string, body: string) => Promise<RawResponse | undefined>): Route =>
  ({ method, path, body }) =>
    other(method, path, body.toString('utf8'))

/** Tells people with a browser what this is, and refuses what isn't POST. */
export const greetingRoute: Route = ({ method }) => {
  if (method === 'POST') return undefined
  if (isRead(method)) return plain(200, `${greeting}\n`)
  return errorResponse(methodNotAllowed(method, greeting))
}

/** SWF's actions. */
export const swfRoute =
  (requests: Requests): Route =>
  request =>
    respond(requests, header(request, 'x-amz-target'), request.body.toString('utf8'), {
      get signal() {
        return request.signal
      },
      authorization: header(request, 'authorization'),
      waitForCapacity: request.waitForCapacity,
    })

const greeting =
  'A local Amazon SWF (Simple Workflow Service). Point any AWS SDK at this URL as its endpoint; requests are POSTs.'
