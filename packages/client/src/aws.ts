import { SWF, type SWFClientConfig } from '@aws-sdk/client-swf'
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

/** SWF holds a poll for 60 seconds (Amazon SWF Developer Guide): sockets must outlive that. */
const requestTimeout = 70_000

/**
 * The port over the AWS SDK: Amazon SWF, or any endpoint that speaks its protocol. The SDK's own retries are off; wrap it
 * in `retrying`.
 *
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * ```
 */
export function awsSwf(options: AwsSwfOptions = {}): AwsSwf {
  const endpoint = options.endpoint ?? process.env.AWS_ENDPOINT_URL_SWF ?? process.env.AWS_ENDPOINT_URL
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
  const local = endpoint !== undefined && isLoopback(endpoint)
  const sdk = new SWF({
    maxAttempts: 1,
    requestHandler: {
      requestTimeout,
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
  const { hostname } = new URL(endpoint)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}
