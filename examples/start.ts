/**
 * `npm start [-- EXAMPLE…] [--db FILE] [--aws] [--domain NAME]` runs the tutorial's workflows on a local SWF with a database file
 * (or on Amazon SWF). The SWF, the deciders and the activity workers are separate processes.
 */
import { createClient, register, type Client, type RegisterReport } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { connectionTo } from './process.ts'
import { follow } from './start/follow.ts'
import { startOptions } from './start/options.ts'
import { startLocalSwf, startProcess, type Running } from './start/processes.ts'
import type { ExampleExecution } from './start/executions.ts'

const { examples, db, domain } = startOptions()
const workers: Running[] = []
let local: (Running & { url: string }) | undefined

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping)
      console.log('\nStopping. The next run continues open executions. Repeat the signal to stop at once')
    void stopAll({ now: stopping }).then(() => process.exit(signal === 'SIGINT' ? 130 : 143))
    stopping = true
  })
}
try {
  if (db !== undefined) local = await startLocalSwf(db)
  console.log(
    local === undefined
      ? `Amazon SWF, domain ${domain}`
      : `Local SWF on ${local.url}, database ${db}, domain ${domain}`,
  )
  const { swf } = connectionTo(local?.url)
  const workflows = [
    ...new Set(examples.flatMap(([, { executions }]) => executions.map(({ workflow }) => workflow))),
  ]
  printRegistered(await register(swf, { domain, workflows }))

  const env = { SWF_DOMAIN: domain, ...(local === undefined ? {} : { SWF_ENDPOINT: local.url }) }
  const print = (line: string) => console.log(`  ${line}`)
  const started = examples.flatMap(([, { folder, workers }]) => [
    startProcess(folder, 'decider', env, print),
    ...Array.from({ length: workers }, () => startProcess(folder, 'worker', env, print)),
  ])
  workers.push(...started)
  await Promise.all(started.map(({ ready }) => ready))

  const failed = Promise.race([...workers, ...(local === undefined ? [] : [local])].map(one => one.failed))
  const client = createClient({ swf, domain })
  for (const execution of examples.flatMap(([, { executions }]) => executions)) {
    console.log(`\n${execution.name}`)
    const pause = local === undefined ? 1000 : 50
    const endedAsExpected = await Promise.race([
      begin(client, execution).then(handle => follow(execution, handle, pause)),
      failed,
    ])
    if (!endedAsExpected) process.exitCode = 1
  }
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  if (!stopping) await stopAll({ now: true }) // open polls can be abandoned: no execution is open, so SWF has no task for them
}

/** Starts an execution, or continues the one that an earlier run has left open. */
async function begin(client: Client, execution: ExampleExecution) {
  const { name, workflow } = execution
  try {
    return await execution.start(client, { workflowId: name })
  } catch (error) {
    if (!isReyieldError(error, 'EXECUTION_ALREADY_STARTED')) throw error
    const { value: open } = await client.list({ status: 'OPEN', workflowId: name }).next()
    if (!open) throw error
    console.log(`  execution ${name} is already open; continuing it`)
    return client.handle(workflow, open)
  }
}

function printRegistered({ registered, existing }: RegisterReport): void {
  for (const [list, state] of [
    [registered, 'registered'],
    [existing, 'already exists'],
  ] as const) {
    for (const { kind, name, version = '' } of list)
      console.log(`${kind} ${name} ${version}`.trimEnd() + ` ${state}`)
  }
}

/** Stops the workers first, so that they can finish their tasks and respond to SWF. */
async function stopAll(options: { readonly now: boolean }): Promise<void> {
  await Promise.all(workers.map(one => one.stop(options)))
  await local?.stop()
}
