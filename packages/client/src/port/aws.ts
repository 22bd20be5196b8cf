import type { SWF, SWFClientConfig } from '@aws-sdk/client-swf'
import { InvalidEndpointError } from '../errors/invalid-endpoint.ts'
import { bindingFor, type Binding } from './binding.ts'
import { ClosingEvents } from './closing-events.ts'
import { historyReadsOf } from './history-reads.ts'
import { caller, type Caller, type CallerConfig } from './lean/caller.ts'
import { leanConfig } from './lean/config.ts'
import { httpExchange, type Exchange } from './lean/http.ts'
import { datesIn, withSeconds } from './lean/timestamps.ts'
import { isPoll, swfMethods, type CallOptions, type Swf, type SwfMethod } from './swf.ts'

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
  /**
   * What sends the requests. `'sdk'` is the AWS SDK's client. `'lean'` is Reyield's own HTTP client. It sends the same requests, signed
   * with the SDK's credentials, and uses a fraction of the CPU time. It's for endpoints that aren't Amazon's.
   *
   * Default: `'lean'` if the endpoint isn't Amazon's and `client` has no options besides `credentials` and `region`, else `'sdk'`.
   */
  binding?: Binding
}

/** The port to an endpoint of SWF's protocol, which has connections to close. */
export interface AwsSwf extends Swf {
  /** The endpoint, for messages. */
  readonly endpoint: string
  /** The option `client.credentials`. It stands for the account when ports of a process share what they know of SWF's rates. */
  readonly account?: unknown
  /** Closes the connections, and ends waits for executions to close. */
  close(): void
}

/**
 * The timeouts of a call, in milliseconds. SWF holds a poll for 60 seconds (swf-semantics.md §1.5), so that of a request must be longer
 * than that. Without it, a poller would hang for ever on a connection that was lost without being closed. The operating system's own
 * timeout of connecting takes minutes.
 */
const timeouts = { request: 70_000, connection: 5000 }

/**
 * Makes a port to Amazon SWF, or to any endpoint with the same protocol. It makes no retries: wrap it with `retrying`.
 *
 * The AWS SDK is loaded when a call first needs it. The lean binding needs it only if credentials or the region come from a source that
 * only the SDK knows, such as a profile.
 *
 * @throws InvalidEndpointError (OPTION_INVALID) if the endpoint is no URL; InvalidOptionError (OPTION_INVALID) for a `binding` that the
 * endpoint or the options of the SDK's client don't allow
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * ```
 */
export function awsSwf(options: AwsSwfOptions = {}): AwsSwf {
  const { AWS_ENDPOINT_URL_SWF, AWS_ENDPOINT_URL } = process.env
  const endpoint = options.endpoint ?? (AWS_ENDPOINT_URL_SWF || AWS_ENDPOINT_URL || undefined)
  const url = endpoint === undefined ? undefined : urlOf(endpoint)
  const binding = bindingFor(url, options)
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION
  const local = url !== undefined && isLoopback(url)
  const ofLocal =
    local && process.env.AWS_ACCESS_KEY_ID === undefined && process.env.AWS_PROFILE === undefined
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}
  const settings: SWFClientConfig = {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region !== undefined ? { region } : local ? { region: 'us-east-1' } : {}),
    ...ofLocal,
    ...options.client,
  }
  const where = endpoint ?? `Amazon SWF in ${region ?? 'the default region'}`
  const reads = historyReadsOf(where)
  const account = options.client?.credentials
  if (url === undefined) {
    const sdk = lazySdk(settings)
    return {
      ...callsOfSdk(sdk),
      endpoint: where,
      account,
      historyReads: reads,
      close: () => sdk.close(),
    }
  }

  let isLocalSwf = false
  const seen = ({ 'x-local-swf': actions }: Headers) => {
    isLocalSwf = typeof actions === 'string' && actions.includes('GetClosingEvents')
  }
  const sdk = lazySdk(settings, binding === 'sdk' ? seen : undefined)
  const http = binding === 'lean' ? httpExchange(url, timeouts) : undefined
  const config = http === undefined ? configOfSdk(sdk) : leanConfig(settings, () => configOfSdk(sdk))
  const call = caller(url, config, http?.exchange ?? exchangeOfSdk(sdk, url), seen)
  const waits = new ClosingEvents(call)
  return {
    ...(http === undefined ? callsOfSdk(sdk) : leanCalls(call, () => isLocalSwf)),
    endpoint: where,
    account,
    historyReads: { take: (...of) => (isLocalSwf ? Promise.resolve() : reads.take(...of)) },
    closed: async (run, callOptions) => (isLocalSwf ? waits.wait(run, callOptions) : undefined),
    close() {
      waits.close()
      http?.close()
      sdk.close()
    },
  }
}

/** A client of the AWS SDK, which is loaded and made when it's first needed: the lean binding mostly doesn't need it. */
interface LazySdk {
  get(): Promise<SWF>
  /** Closes the client if it was made, and also one that is being made. */
  close(): void
}

/** `seen` is called with the headers of each response. */
function lazySdk(settings: SWFClientConfig, seen?: (headers: Headers) => void): LazySdk {
  let made: Promise<SWF> | undefined
  const make = async () => {
    const { SWF } = await import('@aws-sdk/client-swf')
    const sdk = new SWF({
      maxAttempts: 1,
      requestHandler: {
        requestTimeout: timeouts.request,
        connectionTimeout: timeouts.connection,
        throwOnRequestTimeout: true,
        httpAgent: { maxSockets: 200 },
        httpsAgent: { maxSockets: 200 },
      },
      ...settings,
    })
    if (seen !== undefined) {
      sdk.middlewareStack.add(
        next => async args => {
          const output = await next(args)
          seen((output.response as { headers: Headers }).headers)
          return output
        },
        { step: 'deserialize', priority: 'low', name: 'reyieldLocalSwf' },
      )
    }
    return sdk
  }
  return {
    get: () => (made ??= make()),
    close: () => void made?.then(sdk => sdk.destroy()).catch(() => undefined),
  }
}

const configOfSdk = (sdk: LazySdk): CallerConfig => ({
  credentials: async () => (await sdk.get()).config.credentials(),
  region: async () => (await sdk.get()).config.region(),
})

const callsOfSdk = (sdk: LazySdk): Swf =>
  callsOf(method => async (input, options) => {
    const client = await sdk.get()
    return (client[method] as (input: object, options?: CallOptions) => Promise<unknown>)(input, options)
  })

/** A local SWF gives no task to a client that is leaving, so polls of it end when they won't be repeated. */
const leanCalls = (call: Caller, isLocalSwf: () => boolean): Swf =>
  callsOf(method => {
    const target = `SimpleWorkflowService.${method[0]!.toUpperCase()}${method.slice(1)}`
    return async (input, { abortSignal, retrySignal } = {}) => {
      const leaveSignal = isPoll(method) && isLocalSwf() ? retrySignal : undefined
      const signals = { abortSignal, leaveSignal }
      const output = await call(target, withSeconds(input as Record<string, unknown>), signals)
      datesIn(output)
      return output
    }
  })

const callsOf = (
  callOf: (method: SwfMethod) => (input: object, options?: CallOptions) => Promise<unknown>,
): Swf => Object.fromEntries(swfMethods.map(method => [method, callOf(method)])) as unknown as Swf

type Headers = Readonly<Record<string, unknown>>

/** Sends a request over the SDK's request handler, so that its options (an agent, say) also apply to requests that the SDK lacks. */
const exchangeOfSdk =
  (lazy: LazySdk, { protocol, hostname, port }: URL): Exchange =>
  async (path, headers, body, { abortSignal }) => {
    const sdk = await lazy.get()
    const to = { protocol, hostname, ...(port === '' ? {} : { port: Number(port) }), path, query: {} }
    const request = { method: 'POST', ...to, headers: { ...headers }, body }
    const options = abortSignal === undefined ? {} : { abortSignal }
    const { response } = (await sdk.config.requestHandler.handle(request as never, options)) as {
      response: { statusCode: number; headers: Record<string, string>; body: unknown }
    }
    const { body: read } = response
    const bytes = read instanceof Uint8Array ? read : await sdk.config.streamCollector(read)
    return {
      status: response.statusCode,
      headers: response.headers,
      body: new TextDecoder().decode(bytes),
    }
  }

const isLoopback = ({ hostname }: URL) =>
  hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')

function urlOf(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new InvalidEndpointError(endpoint)
}
