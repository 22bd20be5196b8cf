import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
import { InvalidEndpointError } from '../errors/invalid-endpoint.ts'
import { historyReadsOf } from './history-reads.ts'
import { swfMethods, type CallOptions, type Swf } from './swf.ts'

/**
 * Where SWF is called and with which credentials. All options have defaults: those of the AWS SDK.
 *
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ region: 'eu-west-1', client: { credentials: fromNodeProviderChain() } }))
 * ```
 */
export interface AwsSwfOptions {
  /**
   * The URL of the endpoint. Default: AWS_ENDPOINT_URL_SWF or AWS_ENDPOINT_URL, else Amazon SWF in the region. A loopback endpoint
   * needs neither region nor credentials.
   */
  endpoint?: string
  /** The region. Default: AWS_REGION, or another source of the AWS SDK. */
  region?: string
  /** Other options of the SDK's client, for instance credentials or a requestHandler. */
  client?: SWFClientConfig
}

/** The port over the AWS SDK, which has connections to close. */
export interface AwsSwf extends Swf {
  /** The endpoint, for messages. */
  readonly endpoint: string
  /** The option `client.credentials`. It stands for the account when ports of a process share what they know of SWF's rates. */
  readonly account?: unknown
  /** Closes the connections. */
  close(): void
}

/**
 * The timeout of a call, in milliseconds. SWF holds a poll for 60 seconds (swf-semantics.md §1.5), so it must be longer than that.
 * Without it, a poller would hang for ever on a connection that was lost without being closed.
 */
const requestTimeout = 70_000

/** The timeout of connecting, in milliseconds. The operating system's own takes minutes. */
const connectionTimeout = 5000

/**
 * Makes a port over the AWS SDK, to Amazon SWF or to any endpoint with the same protocol. The SDK's own retries are off: wrap the
 * port with `retrying`.
 *
 * @throws InvalidEndpointError (OPTION_INVALID) if the endpoint is no URL
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
  const where = endpoint ?? `Amazon SWF in ${region ?? 'the default region'}`
  return {
    ...calls,
    endpoint: where,
    historyReads: historyReadsOf(where),
    account: options.client?.credentials,
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
