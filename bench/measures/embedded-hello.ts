import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'
import { closedLoop } from '../e2e/closed-loop.ts'
import { median, round, type Figure, type Measure } from '../measure.ts'

const impl = { HelloWorld: async (name: string) => `Hello, ${name}!` }
const { HelloWorld } = activities<typeof impl>({ startToClose: '1m' })
const hello = workflow(
  { name: 'hello', taskList: 'hello', executionStartToClose: '1h' },
  async function* (name: string) {
    return yield* HelloWorld(name)
  },
)

/** How long each of the five boxes of a figure lasts, in milliseconds. */
const box = 1000

/** Whole executions a second: client, decider, activity worker and local SWF in one process. */
export const embeddedHello: Measure = {
  name: 'embedded-hello',
  about:
    'HelloWorld executions a second, closed loop, with 1, 10 and 100 in flight: client, decider, activity worker and local ' +
    'SWF in one process through the direct transport, its log in memory or in a file (synchronous commits); median of five boxes ' +
    'of a second; floor: the same seven requests made by hand, without replay',
  async run() {
    const figures: Figure[] = []
    for (const log of ['memory', 'file'] as const) {
      for (const inFlight of [1, 10, 100]) {
        const ours = await withReyield(inFlight, dbFor(log))
        const floor = await byHand(inFlight, dbFor(log))
        figures.push({
          measure: 'embedded-hello',
          at: `in-flight=${inFlight}, log=${log}`,
          value: round(ours),
          unit: 'executions/s',
          floor: round(floor),
          ratio: round(floor / ours),
        })
      }
    }
    return figures
  },
}

/** A log in memory, or in a new file that is synchronized at each commit. */
function dbFor(log: 'memory' | 'file'): string {
  return log === 'memory' ? ':memory:' : join(mkdtempSync(join(tmpdir(), 'reyield-bench-')), 'swf.sqlite')
}

async function withReyield(inFlight: number, db: string): Promise<number> {
  const local = await createLocalSwf({ db })
  const common = { swf: local.swf, domain: 'bench', taskList: 'hello' }
  await local.swf.registerDomain({ name: 'bench', workflowExecutionRetentionPeriodInDays: '1' })
  const worker = createWorker({ ...common, workflows: [hello], activities: impl, concurrency: inFlight })
  await worker.ready
  const client = createClient({ swf: local.swf, domain: 'bench' })
  const rate = await rateOf(inFlight, async () => {
    const handle = await client.start(hello, 'World')
    await handle.result()
  })
  const stopping = worker.stop()
  await local.close()
  await stopping
  return rate
}

/** What a decider written by hand would ask of SWF, each execution on a task list of its own. */
async function byHand(inFlight: number, db: string): Promise<number> {
  const local = await createLocalSwf({ db })
  const { swf } = local
  const domain = 'bench'
  const type = { name: 'hello', version: '1.0' }
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...type })
  await swf.registerActivityType({ domain, ...type })
  let count = 0
  const rate = await rateOf(inFlight, async () => {
    const taskList = { name: `list ${++count}` }
    await swf.startWorkflowExecution({
      domain,
      workflowId: `w${count}`,
      workflowType: type,
      taskList,
      input: '{"json":"World"}',
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
    })
    const first = await swf.pollForDecisionTask({ domain, taskList })
    await swf.respondDecisionTaskCompleted({
      taskToken: first.taskToken,
      decisions: [
        {
          decisionType: 'ScheduleActivityTask',
          scheduleActivityTaskDecisionAttributes: {
            activityType: type,
            activityId: '1',
            taskList,
            input: '{"json":"World"}',
            scheduleToStartTimeout: 'NONE',
            scheduleToCloseTimeout: 'NONE',
            startToCloseTimeout: '60',
            heartbeatTimeout: 'NONE',
          },
        },
      ],
    })
    const { taskToken } = await swf.pollForActivityTask({ domain, taskList })
    await swf.respondActivityTaskCompleted({ taskToken, result: '{"json":"Hello, World!"}' })
    const second = await swf.pollForDecisionTask({ domain, taskList })
    await swf.respondDecisionTaskCompleted({
      taskToken: second.taskToken,
      decisions: [{ decisionType: 'CompleteWorkflowExecution' }],
    })
  })
  await local.close()
  return rate
}

/** How many end in a second with so many in flight: the median of five boxes, after one that isn't counted. */
async function rateOf(inFlight: number, one: () => Promise<void>): Promise<number> {
  const rates: number[] = []
  for (let i = 0; i < 6; i++) {
    const { done, seconds } = await closedLoop(inFlight, box, one)
    rates.push(done / seconds)
  }
  return median(rates.slice(1))
}
