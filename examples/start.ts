/**
 * `npm start [-- EXAMPLE…] [--db FILE] [--aws] [--domain NAME]`: the tutorial's workflows for real. A local SWF with a
 * database file (or Amazon SWF), deciders and activity workers, each a process of its own.
 */
import { createClient, register, type Client, type RegisterReport } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { connectionTo } from './process.ts'
import { follow } from './start/follow.ts'
import { wanted } from './start/options.ts'
import { startLocalSwf, startProcess, type Running } from './start/processes.ts'
import type { Story } from './start/executions.ts'

const { examples, db, domain } = wanted()
const workers: Running[] = []
let local: (Running & { url: string }) | undefined

let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping) console.log('\nStopping; what is open goes on with the next run. Again: waits for nothing')
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
    ...new Set(examples.flatMap(([, { stories }]) => stories.map(({ workflow }) => workflow))),
  ]
  sayRegistered(await register(swf, { domain, workflows }))

  const env = { SWF_DOMAIN: domain, ...(local === undefined ? {} : { SWF_ENDPOINT: local.url }) }
  const says = (line: string) => console.log(`  ${line}`)
  const started = examples.flatMap(([, { folder, workers }]) => [
    startProcess(folder, 'decider', env, says),
    ...Array.from({ length: workers }, () => startProcess(folder, 'worker', env, says)),
  ])
  workers.push(...started)
  await Promise.all(started.map(({ ready }) => ready))

  const failed = Promise.race([...workers, ...(local === undefined ? [] : [local])].map(one => one.failed))
  const client = createClient({ swf, domain })
  for (const story of examples.flatMap(([, { stories }]) => stories)) {
    console.log(`\n${story.name}`)
    const pause = local === undefined ? 1000 : 50
    const asItShould = await Promise.race([
      begin(client, story).then(handle => follow(story, handle, pause)),
      failed,
    ])
    if (!asItShould) process.exitCode = 1
  }
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  if (!stopping) await stopAll({ now: true }) // nothing is open any more that an open poll could bring
}

/** Starts an execution, or goes on with the one that an earlier run has left open. */
async function begin(client: Client, story: Story) {
  const { name, workflow } = story
  try {
    return await story.start(client, { workflowId: name })
  } catch (error) {
    if (!isReyieldError(error, 'EXECUTION_ALREADY_STARTED')) throw error
    const { value: open } = await client.list({ status: 'OPEN', workflowId: name }).next()
    if (!open) throw error
    console.log(`  execution ${name} already exists: going on with it`)
    return client.handle(workflow, open)
  }
}

function sayRegistered({ registered, existing }: RegisterReport): void {
  for (const [list, said] of [
    [registered, 'registered'],
    [existing, 'already exists'],
  ] as const) {
    for (const { kind, name, version = '' } of list)
      console.log(`${kind} ${name} ${version}`.trimEnd() + ` ${said}`)
  }
}

/** The workers first: they finish what they have in hand, and tell it SWF. */
async function stopAll(options: { readonly now: boolean }): Promise<void> {
  await Promise.all(workers.map(one => one.stop(options)))
  await local?.stop()
}
