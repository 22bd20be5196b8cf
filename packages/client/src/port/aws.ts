import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
import { InvalidEndpointError } from '../errors/invalid-endpoint.ts'
import { swfMethods, type CallOptions, type Swf } from './swf.ts'

/** Where and as whom SWF is called. Everything may be left out: then the AWS SDK's own rules hold. */
export interface AwsSwfOptions {
  /**
   * URL of the endpoint. Default: AWS_ENDPOINT_URL_SWF or AWS_ENDPOINT_URL, else Amazon SWF in the region. A loopback
   * endpoint needs neither region nor credentials.
   */
  endpoint?: string
  /** Default: AWS_REGION and the AWS SDK's other sources. */
  region?: string
  /** Anything else that the SDK's client takes, for instance credentials or a requestHandler. */
  client?: SWFClientConfig
}

/** A binding of the port that has connections to close. */
export interface AwsSwf extends Swf {
  /** The endpoint as messages show it. */
  readonly endpoint: string
  /** Closes the connections. */
  close(): void
}

/**
 * SWF holds a poll for 60 seconds (swf-semantics.md §1.5): a call may take longer than that, but not for ever. A
 * connection that has died without a word must end its call, or a poller would hang on it for good.
 */
const requestTimeout = 70_000

/** An address where nobody answers is given up before the system does it, after minutes. */
const connectionTimeout = 5000

/**
 * The port over the AWS SDK: Amazon SWF, or any endpoint that speaks its protocol. The SDK's own retries are off; wrap it
 * in `retrying`.
 *
 * @throws InvalidEndpointError (OPTION_INVALID) for an endpoint that is no URL
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * ```
 */
export function awsSwf(options: AwsSwfOptions = {}): AwsSwf {
  const { AWS_ENDPOINT_URL_SWF, AWS_ENDPOINT_URL } = process.env
  const endpoint = options.endpoint ?? (AWS_ENDPOINT_URL_SWF || AWS_ENDPOINT_URL || undefined)
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
  const local = endpoint !== undefined && isLoopback(endpoint)
  const sdk = new SWF({
    maxAttempts: 1,
    requestHandler: {
      requestTimeout,
      connectionTimeout,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: 200 },
      httpsAgent: { maxSockets: 200 },
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region !== undefined ? { region } : local ? { region: 'us-east-1' } : {}),
    ...(local && process.env.AWS_ACCESS_KEY_ID === undefined && process.env.AWS_PROFILE === undefined
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
    ...options.client,
  })
  const calls = Object.fromEntries(
    swfMethods.map(method => [
      method,
      (input: never, callOptions?: CallOptions) =>
        (sdk[method] as (input: never, options?: CallOptions) => Promise<unknown>)(input, callOptions),
    ]),
  ) as unknown as Swf
  return {
    ...calls,
    endpoint: endpoint ?? `Amazon SWF in ${region ?? 'the default region'}`,
    close: () => sdk.destroy(),
  }
}

function isLoopback(endpoint: string): boolean {
  const { hostname } = urlOf(endpoint)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

function urlOf(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new InvalidEndpointError(endpoint)
}
