import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { testClock } from './clock.ts'
import { testDoors } from './doors/test-doors.ts'
import type { FaultOptions } from './injected-faults.ts'
import { createLocalSwf } from './local-swf.ts'

const usage = `swf-local: Amazon SWF on this machine

  --port N          port to listen on; 0: any that is free (default 4577)
  --host HOST       address to listen on (default 127.0.0.1)
  --db FILE         database file, or :memory: (default)
  --poll-seconds S  how long a poll waits for a task (default 55)
  --lambda-endpoint URL
                    where Lambda functions are invoked, for instance that of sam local start-lambda
  --throttle        requests and decisions are held to the documented rates
  --faults JSON     what goes wrong, each with a probability: {"seed":7,"throttles":0.1,"lostResponses":0.05}
  --test-clock      time stands still; POST /_reyield/clock {"advance":"2 days"} or {"toNextEvent":true} moves it,
                    POST /_reyield/faults {"throttles":0.1} or {} changes the faults
  --help, --version
`

/** Reads the options; a wrong one ends the process with status 2. */
function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4577' },
        host: { type: 'string', default: '127.0.0.1' },
        db: { type: 'string', default: ':memory:' },
        'poll-seconds': { type: 'string', default: '55' },
        'lambda-endpoint': { type: 'string' },
        throttle: { type: 'boolean', default: false },
        faults: { type: 'string' },
        'test-clock': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    })
    return {
      ...values,
      faults: values.faults === undefined ? undefined : faultsOf(values.faults),
      port: whole('--port', values.port, 65_535),
      pollSeconds: whole('--poll-seconds', values['poll-seconds'], 3600),
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    return process.exit(2)
  }
}

function faultsOf(text: string): FaultOptions {
  try {
    return JSON.parse(text) as FaultOptions
  } catch {
    throw new Error(
      `--faults is '${text}': expected JSON such as {"seed":7,"throttles":0.1,"lostResponses":0.05}`,
    )
  }
}

function whole(name: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text)
  throw new Error(`${name} is '${text}': expected a whole number from 0 to ${most}`)
}

const given = options()
if (given.help) {
  process.stdout.write(usage)
  process.exit(0)
}
if (given.version) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  process.stdout.write(`${version}\n`)
  process.exit(0)
}
try {
  const clock = given['test-clock'] ? testClock({ now: Date.now() }) : undefined
  const local = await createLocalSwf({
    db: given.db,
    pollSeconds: given.pollSeconds,
    throttle: given.throttle,
    ...(given.faults && { faults: given.faults }),
    ...(given['lambda-endpoint'] !== undefined && { lambdaEndpoint: given['lambda-endpoint'] }),
    ...(clock && { clock }),
    onFatal(error) {
      process.stderr.write(
        `The log can't be written any more (${(error as Error).message}): every request is refused from here on. Make room, and start again\n`,
      )
    },
  })
  const { url } = await local.listen({
    port: given.port,
    host: given.host,
    ...(clock && { other: testDoors(local, clock) }),
  })
  process.stdout.write(`listening on ${url}\n`)
  const stop = () => void local.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.once('disconnect', stop) // forked by a Node program that has ended, however it did
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(`${code === undefined ? '' : `${code}: `}${message}\n`)
  process.exit(1)
}
