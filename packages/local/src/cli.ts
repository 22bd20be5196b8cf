import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { testClock } from './clock.ts'
import { testDoors } from './doors/test-doors.ts'
import type { FaultOptions } from './fault-draws.ts'
import { exportHistories, importHistories } from './history-files.ts'
import { createLocalSwf } from './local-swf.ts'

const usage = `swf-local: Amazon SWF on this machine
swf-local export --db FILE [--domain D] [--workflow-id W] [--run-id R]: the histories in a database file, as JSON
swf-local import --db NEWFILE [--domain D] FILE…: a database file made of histories (exported, or those of the aws cli)

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
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4577' },
        host: { type: 'string', default: '127.0.0.1' },
        db: { type: 'string', default: ':memory:' },
        'poll-seconds': { type: 'string', default: '55' },
        'lambda-endpoint': { type: 'string' },
        throttle: { type: 'boolean', default: false },
        faults: { type: 'string' },
        'test-clock': { type: 'boolean', default: false },
        domain: { type: 'string' },
        'workflow-id': { type: 'string' },
        'run-id': { type: 'string' },
        help: { type: 'boolean', default: false },
        version: { type: 'boolean', default: false },
      },
    })
    const [command = 'serve', ...files] = positionals
    checkCommand(command, files, values)
    return {
      ...values,
      command,
      files,
      faults: values.faults === undefined ? undefined : faultsOf(values.faults),
      port: whole('--port', values.port, 65_535),
      pollSeconds: whole('--poll-seconds', values['poll-seconds'], 3600),
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    return process.exit(2)
  }
}

/** What belongs to which command. */
function checkCommand(
  command: string,
  files: readonly string[],
  values: Readonly<Record<string, unknown>>,
): void {
  if (!['serve', 'export', 'import'].includes(command)) throw new Error(`No such command: ${command}`)
  if (command !== 'import' && files.length > 0) throw new Error(`Unexpected: ${files.join(' ')}`)
  if (command === 'import' && files.length === 0) throw new Error('import: which files?')
  if (command !== 'serve' && values.db === ':memory:') throw new Error(`${command}: give --db FILE`)
  for (const name of ['workflow-id', 'run-id', ...(command === 'import' ? [] : ['domain'])]) {
    if (command !== 'export' && values[name] !== undefined) throw new Error(`--${name} is of export`)
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
/** `export` and `import` do their work and end. */
function histories(): void {
  if (given.command === 'export') {
    const { db, domain, 'workflow-id': workflowId, 'run-id': runId } = given
    const found = exportHistories(db, { domain, workflowId, runId })
    process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`)
  } else {
    const read = given.files.flatMap(file => JSON.parse(readFileSync(file, 'utf8')) as unknown)
    importHistories(given.db, read, given.domain === undefined ? {} : { domain: given.domain })
    process.stdout.write(`${read.length} imported\n`)
  }
}

async function serve(): Promise<void> {
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
  const stop = () => void local.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.once('disconnect', stop) // forked by a Node program that has ended, however it did
  process.stdout.write(`listening on ${url}\n`)
}

try {
  if (given.command === 'serve') await serve()
  else histories()
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(`${code === undefined ? '' : `${code}: `}${message}\n`)
  process.exit(1)
}
