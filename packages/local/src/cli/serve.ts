import { testClock } from '../clock/clock.ts'
import { testEndpoints } from './test-endpoints.ts'
import type { FaultOptions } from '../faults/fault-sampler.ts'
import { createLocalSwf, type LocalSwfOptions } from '../local-swf.ts'
import type { ListenOptions } from '../transports/http/listen.ts'
import { checkedRegion, defaultRegion } from '../model/regions.ts'
import { printWarning, text, whole, type Command } from './command.ts'
import { protectionOf } from './protection.ts'

/** `swf-local` without a command: runs the server until it is stopped. */
export const serve: Command = {
  usage: `swf-local [OPTIONS]: runs Amazon SWF on this machine

  --port N          port to listen on; 0: any free port (default 4577)
  --host HOST       address to listen on (default 127.0.0.1)
  --allow-host NAME accepts requests with this name in their Host header, besides loopback names and HOST; can be repeated
  --access-keys FILE
                    requires requests to be signed with a key of this file; a key per line: ID SECRET [SESSION-TOKEN] [read-only]
  --tls-cert FILE --tls-key FILE
                    serves HTTPS with this certificate and private key (PEM)
  --insecure        allows HOST to be an address that other machines can reach, although there are no access keys
  --db FILE         database file; created if it does not exist (default :memory:, which stores nothing)
  --region REGION   region of unsigned requests; signed requests have that of their signature (default us-east-1)
  --poll-seconds N  how long a poll waits for a task, in seconds (default 55)
  --lambda-endpoint URL
                    endpoint for invoking Lambda functions, for instance that of sam local start-lambda
  --throttle        applies SWF's documented rate limits to requests and decisions
  --faults JSON     injects faults, each with a probability: {"seed":7,"throttles":0.1,"lostResponses":0.05}
  --test-clock      stops time; POST /_reyield/clock {"advance":"2 days"} or {"toNextEvent":true} advances it,
                    and POST /_reyield/faults {"throttles":0.1} or {} replaces the injected faults
`,
  options: {
    port: { type: 'string', default: '4577' },
    host: { type: 'string', default: '127.0.0.1' },
    'allow-host': { type: 'string', multiple: true },
    'access-keys': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    insecure: { type: 'boolean', default: false },
    db: { type: 'string', default: ':memory:' },
    region: { type: 'string', default: defaultRegion },
    'poll-seconds': { type: 'string', default: '55' },
    'lambda-endpoint': { type: 'string' },
    throttle: { type: 'boolean', default: false },
    faults: { type: 'string' },
    'test-clock': { type: 'boolean', default: false },
  },
  prepare(given) {
    const { values } = given
    const faults = faultsOf(text(given, 'faults'))
    const lambdaEndpoint = text(given, 'lambda-endpoint')
    const options: LocalSwfOptions = {
      db: text(given, 'db')!,
      region: checkedRegion(text(given, 'region')!),
      regions: 'separate',
      pollSeconds: whole(given, 'poll-seconds', 3600),
      throttle: values.throttle === true,
      ...(faults && { faults }),
      ...(lambdaEndpoint !== undefined && { lambdaEndpoint }),
      onWarning: printWarning,
      onFatal(error) {
        const { message, code } = error as { message: string; code?: string }
        const advice =
          ' All further requests are refused. Fix the cause (for instance, free disk space), then restart'
        process.stderr.write(
          // the message for a moved file has its own advice
          `The log can no longer be written: ${message}${code === 'DB_MOVED' ? '' : `.${advice}`}\n`,
        )
      },
    }
    const allowHosts = values['allow-host']
    const where: ListenOptions = {
      port: whole(given, 'port', 65_535),
      host: text(given, 'host')!,
      ...(Array.isArray(allowHosts) && { allowHosts }),
    }
    const protection = protectionOf(given)
    return () => run(options, { ...where, ...protection() }, values['test-clock'] === true)
  },
}

async function run(options: LocalSwfOptions, where: ListenOptions, withTestClock: boolean): Promise<void> {
  const clock = withTestClock ? testClock({ now: Date.now() }) : undefined
  const local = await createLocalSwf({ ...options, ...(clock && { clock }) })
  const { url } = await local.listen({ ...where, ...(clock && { handleOther: testEndpoints(local, clock) }) })
  const stop = () => void local.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.once('disconnect', stop) // the Node program that forked this process has ended
  process.stdout.write(`listening on ${url}\n`)
}

function faultsOf(json: string | undefined): FaultOptions | undefined {
  if (json === undefined) return undefined
  try {
    return JSON.parse(json) as FaultOptions
  } catch {
    throw new Error(
      `--faults is '${json}': expected JSON such as {"seed":7,"throttles":0.1,"lostResponses":0.05}`,
    )
  }
}
