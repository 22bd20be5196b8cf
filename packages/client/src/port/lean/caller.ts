import type { IncomingHttpHeaders } from 'node:http'
import { errorIn, outputIn } from './errors.ts'
import type { CallSignals, Exchange } from './http.ts'
import { signer, type Credentials } from './sign.ts'

/** What a caller takes from the configuration of an SDK client. */
export interface CallerConfig {
  /** The key of requests. It's asked at each request, because temporary keys expire. */
  credentials(): Promise<Credentials>
  region(): Promise<string>
}

/** Sends a request in SWF's JSON protocol and returns the output as it was sent, or throws the error that the response has. */
export type Caller = (
  target: string,
  input: object,
  signals?: CallSignals,
) => Promise<Record<string, unknown>>

/** From this difference of clocks on, the time of the server is used, as the AWS SDK does. In milliseconds. */
const largestSkew = 300_000

/** Makes a caller of an endpoint. `seen` is called with the headers of each response. */
export function caller(
  endpoint: URL,
  config: CallerConfig,
  exchange: Exchange,
  seen: (headers: IncomingHttpHeaders) => void = () => undefined,
): Caller {
  const sign = signer()
  const { host, pathname } = endpoint
  const path = pathname.endsWith('/') ? pathname : `${pathname}/`
  let offset = 0
  return async (target, input, signals = {}) => {
    const [credentials, region] = await Promise.all([config.credentials(), config.region()])
    const body = JSON.stringify(input)
    const headers = sign({ host, path, target, body, time: Date.now() + offset }, region, credentials)
    const leaves = signals.leaveSignal === undefined ? {} : { 'x-local-swf': 'half-close' }
    const response = await exchange(path, { ...headers, ...leaves }, body, signals)
    seen(response.headers)
    if (response.status < 300) return outputIn(response) as Record<string, unknown>
    const ahead = Date.parse(response.headers.date ?? '') - Date.now()
    if (Math.abs(ahead - offset) >= largestSkew) offset = ahead
    throw errorIn(response)
  }
}
