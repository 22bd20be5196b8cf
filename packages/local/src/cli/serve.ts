import { testClock } from '../clock/clock.ts'
import { testEndpoints } from './test-endpoints.ts'
import type { FaultOptions } from '../faults/fault-sampler.ts'
import { createLocalSwf, type LocalSwfOptions } from '../local-swf.ts'
import type { ListenOptions } from '../transports/http/listen.ts'
import { checkedRegion, defaultRegion } from '../model/regions.ts'
import { printWarning, text, whole, type Command } from './command.ts'
import { protectionOf } from './protection.ts'

/** `swf-local` without a command: serves until it is stopped. */
export const serve: Command = {
  usage: `swf-local: Amazon SWF on this machine

  --port N          port to listen on; 0: any that is free (default 4577)
  --host HOST       address to listen on (default 127.0.0.1)
  --allow-host NAME a name that requests may give in their Host header, besides loopback ones and HOST; can be repeated
  --access-keys FILE
                    requests must be signed with one of these keys, one a line: ID SECRET [SESSION-TOKEN] [read-only]
  --tls-cert FILE --tls-key FILE
                    certificate and private key (PEM): serves HTTPS
  --insecure        listens on an address that other machines can reach, although there are no access keys
  --db FILE         database file, or :memory: (default)
  --region R        region of unsigned requests; signed ones have that of their signature (default us-east-1)
  --poll-seconds S  how long a poll waits for a task (default 55)
  --lambda-endpoint URL
                    where Lambda functions are invoked, for instance that of sam local start-lambda
  --throttle        requests and decisions are held to the documented rates
  --faults JSON     what goes wrong, each with a probability: {"seed":7,"throttles":0.1,"lostResponses":0.05}
  --test-clock      time stands still; POST /_reyield/clock {"advance":"2 days"} or {"toNextEvent":true} moves it,
                    POST /_reyield/faults {"throttles":0.1} or {} changes the faults
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
        process.stderr.write(
          `The log can no longer be written: ${(error as Error).message}. Every request is refused from now on. Correct the cause, for instance make room on the disk, then start again\n`,
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
  process.once('disconnect', stop) // forked by a Node program that has ended, however it did
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
