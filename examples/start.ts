/**
 * `npm start [-- hello|serial|parallel] [--db FILE]`: the tutorial's workflows for real, on one machine: a local SWF with a
 * database file, deciders and activity workers, each a process of its own.
 */
import { parseArgs } from 'node:util'
import { createClient, register, type Client, type WorkflowHandle } from '@reyield/client'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { HelloWorkflow } from './01-hello/workflows.ts'
import { SerialWorkflow } from './02-serial/workflows.ts'
import { ParallelWorkflow } from './03-parallel/workflows.ts'
import { connectionTo } from './process.ts'
import { historyTable } from './start/print.ts'
import { startLocalSwf, startProcess, type Running } from './start/processes.ts'
import { progressLine } from './start/progress.ts'

const examples = {
  hello: {
    folder: '01-hello',
    workers: 1,
    start: (client: Client, workflowId: string) => client.start(HelloWorkflow, 'World', { workflowId }),
  },
  serial: {
    folder: '02-serial',
    workers: 1,
    start: (client: Client, workflowId: string) => client.start(SerialWorkflow, 'order 7', { workflowId }),
  },
  parallel: {
    folder: '03-parallel',
    workers: 2,
    start: (client: Client, workflowId: string) => client.start(ParallelWorkflow, undefined, { workflowId }),
  },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { db: { type: 'string', default: 'reyield.sqlite' } },
})
const names = (positionals.length > 0 ? positionals : ['hello', 'serial']) as (keyof typeof examples)[]
const unknown = names.filter(name => !(name in examples))
if (unknown.length > 0) {
  console.error(`No such example: ${unknown.join(', ')}. There are: ${Object.keys(examples).join(', ')}`)
  process.exit(2)
}

const running: Running[] = []
process.once('SIGINT', () => void stopAll().then(() => process.exit(130)))
try {
  const local = await startLocalSwf(values.db)
  running.push(local)
  const domain = 'tutorial'
  const { swf } = connectionTo(local.url)
  console.log(`Local SWF on ${local.url}, database ${values.db}, domain ${domain}`)
  await register(swf, { domain, workflows: [HelloWorkflow, SerialWorkflow, ParallelWorkflow] })
  const env = { SWF_ENDPOINT: local.url, SWF_DOMAIN: domain }
  const workers = names.flatMap(name => [
    startProcess(examples[name].folder, 'decider', env),
    ...Array.from({ length: examples[name].workers }, () =>
      startProcess(examples[name].folder, 'worker', env),
    ),
  ])
  running.push(...workers)
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain })
  for (const name of names) {
    console.log(`\n${name}`)
    await follow(await examples[name].start(client, `${name}-${Date.now()}`))
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await stopAll()
}

/** Shows an execution's progress as its history tells it, then its result, description and history. */
async function follow(handle: WorkflowHandle<unknown>): Promise<void> {
  let shown = 0
  const show = async () => {
    const history: HistoryEvent[] = await handle.history()
    for (const event of history.slice(shown)) {
      const line = progressLine(event, history)
      if (line !== undefined) console.log(`  ${line}`)
    }
    shown = history.length
    return history
  }
  const result = handle.result()
  const ended = result.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([ended, new Promise<false>(resolve => setTimeout(resolve, 50, false))])))
    await show()
  const history = await show()
  console.log(`  result: ${JSON.stringify(await result)}`)
  const { executionInfo, openCounts } = await handle.describe()
  const open = Object.entries(openCounts ?? {}).filter(([, count]) => count > 0)
  console.log(
    `  describe: ${executionInfo!.execution!.workflowId} ${executionInfo!.executionStatus} ${executionInfo!.closeStatus ?? ''}, open: ${open.map(([what, count]) => `${what} ${count}`).join(', ') || 'nothing'}`,
  )
  console.log('  history:')
  console.log(historyTable(history).replaceAll(/^/gm, '  '))
}

/** Everybody is asked at once: when the local SWF stops, the workers' open polls end, and with them the workers. */
async function stopAll(): Promise<void> {
  await Promise.all(
    running
      .splice(0)
      .reverse()
      .map(one => one.stop()),
  )
}
