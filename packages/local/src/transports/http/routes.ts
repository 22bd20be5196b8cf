import { methodNotAllowed } from '../../model/swf-errors.ts'
import type { Requests } from '../../service/sequencer.ts'
import { respond, errorResponse, type RawResponse } from '../swf-protocol.ts'
import { json, plain } from './responses.ts'
import type { Health } from './health.ts'
import { header, type Route } from './request.ts'

const isRead = (method: string) => method === 'GET' || method === 'HEAD'

/** `GET /health`, for monitoring. The status is 200, or 503 if requests are no longer served. */
export const healthRoute =
  (health: () => Health): Route =>
  ({ method, path }) => {
    if (path !== '/health' || !isRead(method)) return undefined
    const state = health()
    return json(state.status === 'ok' ? 200 : 503, state)
  }

/** Requests that the option `handleOther` handles. */
export const otherRoute =
  (other: (method: string, path: string, body: string) => Promise<RawResponse | undefined>): Route =>
  ({ method, path, body }) =>
    other(method, path, body.toString('utf8'))

/** Shows users of a browser what this server is, and refuses methods other than POST. */
export const greetingRoute: Route = ({ method }) => {
  if (method === 'POST') return undefined
  if (isRead(method)) return plain(200, `${greeting}\n`)
  return errorResponse(methodNotAllowed(method, greeting))
}

/** Requests to SWF. */
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
  'This is a local Amazon SWF (Simple Workflow Service). Use this URL as the endpoint of any AWS SDK. Requests must use POST.'
