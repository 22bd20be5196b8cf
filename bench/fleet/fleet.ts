import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { awsSwf, createClient, retrying, type Client } from '@reyield/client'
import { domain, workflows } from '../e2e/contenders/workflows.ts'
import { temporaryFolder } from '../e2e/temporary-folder.ts'
import { round, type Figure, type Measure } from '../measure.ts'
import { counted, type Counts } from './counted.ts'
import { drain } from './drain.ts'
import { closedExecutions, completion, overtaken } from './executions.ts'

const workers = 4
/** Each execution takes two decision tasks, one before its activity and one after it, and SWF lets an account poll for 200 a second. */
const allowed = { perSecond: 100, bucket: 'PollForDecisionTask, 200 a second; hello polls twice' }
/** Executions that should start, in each second. */
const load = 10 * allowed.perSecond
/** Calls of `start` at a time. */
const starters = 50

/** What a fleet did in a time of overload. */
export interface FleetResult {
  /** Executions that closed in each second of the overload. */
  readonly perSecond: number
  /** The part of all tries that SWF refused because of its rates. */
  readonly refused: number
  /** Executions that didn't complete. */
  readonly failed: number
  /** How long executions took that closed during the overload, in seconds. */
  readonly completion: ReturnType<typeof completion>
  /** How much later an execution started that closed earlier than another one, in seconds, at most. */
  readonly overtaken: number
  /** All executions that started. */
  readonly started: number
}

/**
 * Lets a fleet of four worker processes meet ten times the load that SWF's rates allow. What had been saved up of the rates is used up
 * before. Afterwards the fleet closes what it has started.
 */
export async function overload(seconds: number): Promise<FleetResult> {
  const folder = temporaryFolder()
  const children: ChildProcess[] = []
  try {
    const bin = fileURLToPath(import.meta.resolve('@reyield/local/bin/swf-local.js'))
    const options = ['--port', '0', '--throttle', '--db', folder.file('swf.sqlite')]
    const server = spawn(process.execPath, [bin, ...options], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
    children.push(server)
    const [line] = (await once(server.stdout!, 'data')) as [Buffer]
    const endpoint = /http\S+/.exec(String(line))![0]
    const own = { calls: 0, refused: 0 }
    const swf = retrying(counted(awsSwf({ endpoint }), own))
    const client = createClient({ swf, domain })
    await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    const script = fileURLToPath(new URL('worker.js', import.meta.url))
    const fleet = Array.from({ length: workers }, () => fork(script, [endpoint]))
    children.push(...fleet)
    await Promise.all(fleet.map(worker => once(worker, 'message')))

    await drain(endpoint, ['StartWorkflowExecution', 'PollForDecisionTask', 'RespondDecisionTaskCompleted'])
    await Promise.all(fleet.map(counts)) // from here on they count
    Object.assign(own, { calls: 0, refused: 0 })
    const begin = Date.now()
    await offer(client, seconds)
    const end = begin + seconds * 1000
    const all = [own, ...(await Promise.all(fleet.map(counts)))]

    await untilAllClosed(client)
    const executions = await closedExecutions(client, new Date(begin - 60_000))
    const during = executions.filter(({ closed }) => closed <= end)
    const sum = (of: keyof Counts) => all.reduce((total, each) => total + each[of], 0)
    return {
      perSecond: during.length / seconds,
      refused: sum('refused') / sum('calls'),
      failed: executions.filter(({ status }) => status !== 'COMPLETED').length,
      completion: completion(during),
      overtaken: overtaken(executions),
      started: executions.length,
    }
  } finally {
    for (const child of children) child.kill()
    folder.remove()
  }
}

/** Asks a worker for its counts, which then begin again. */
async function counts(worker: ChildProcess): Promise<Counts> {
  worker.send('counts')
  return ((await once(worker, 'message')) as [Counts])[0]
}

/** Offers the load. Executions that SWF doesn't let start wait here. */
async function offer(client: Client, seconds: number): Promise<void> {
  const begin = performance.now()
  const elapsed = () => (performance.now() - begin) / 1000
  const over = AbortSignal.timeout(seconds * 1000)
  let started = 0
  const starter = async () => {
    while (!over.aborted) {
      if (started >= elapsed() * load) await wait(1)
      else {
        try {
          await client.start(workflows.hello, undefined, { retrySignal: over })
          started++
        } catch (error) {
          if (!over.aborted) throw error
        }
      }
    }
  }
  await Promise.all(Array.from({ length: starters }, starter))
}

async function untilAllClosed(client: Client): Promise<void> {
  for (;;) {
    const { count } = await client.count({ status: 'OPEN' })
    if (count === 0) return
    await wait(2000)
  }
}

export const fleet: Measure = {
  name: 'fleet',
  about:
    `${workers} worker processes on swf-local --throttle, over HTTP; ${load} executions of hello should start in each second, ten times ` +
    `what SWF's rates allow (${allowed.bucket}), for 60 s after all bursts are used up`,
  async run(): Promise<Figure[]> {
    const { perSecond, refused, failed, completion, overtaken, started } = await overload(60)
    const figure = (at: string, value: number, unit: string) => ({
      measure: 'fleet',
      at,
      value: round(value),
      unit,
    })
    return [
      {
        ...figure('closed', perSecond, 'executions/s'),
        floor: allowed.perSecond,
        ratio: round(allowed.perSecond / perSecond),
      },
      figure('calls refused', refused * 100, '% of all calls'),
      figure('failed', failed, `of ${started} executions`),
      figure('start to close, p50', completion.p50, 's'),
      figure('start to close, p99', completion.p99, 's'),
      figure('start to close, max', completion.max, 's'),
      figure('overtaken by at most', overtaken, 's'),
    ]
  },
}
