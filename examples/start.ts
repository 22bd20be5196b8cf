/**
 * `npm start [-- EXAMPLE…] [--db FILE] [--aws] [--domain NAME]` runs examples on a local SWF with a database file
 * (or on Amazon SWF). The SWF, the deciders and the activity workers are separate processes.
 */
import { createClient, register, type RegisterReport } from '@reyield/client'
import { connectionTo } from './process.ts'
import type { ExampleExecution } from './start/executions.ts'
import { follow } from './start/follow.ts'
import { startOptions } from './start/options.ts'
import { startLocalSwf, type Running } from './start/processes.ts'
import { startOrContinue } from './start/start-or-continue.ts'
import { startSystem, type System } from './start/system.ts'

const { examples, demo, db, domain } = startOptions()
let local: (Running & { url: string }) | undefined
let system: System | undefined

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
  if (db !== undefined) local = await startLocalSwf(db, 0, { testClock: demo?.movesTime === true })
  console.log(
    local === undefined
      ? `Amazon SWF, domain ${domain}`
      : `Local SWF on ${local.url}, database ${db}, domain ${domain}`,
  )
  const executions = examples.flatMap(([, example]) => example.executions)
  const workflows = demo?.workflows ?? [...new Set(executions.map(({ workflow }) => workflow))]
  printRegistered(await register(connectionTo(local?.url).swf, { domain, workflows }))

  const programs = demo === undefined ? examples.map(([, example]) => example) : [demo]
  system = startSystem(programs, { endpoint: local?.url, domain })
  await Promise.race([system.ready, system.failed])
  const all = demo === undefined ? runAll(executions) : demo.run(system.forDemo(demo))
  await Promise.race([all, system.failed, ...(local === undefined ? [] : [local.failed])])
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
} finally {
  if (!stopping) await stopAll({ now: true }) // open polls can be abandoned: no execution is open, so SWF has no task for them
}

/** Runs one execution after the other, and prints what happens. */
async function runAll(executions: readonly ExampleExecution[]): Promise<void> {
  const client = createClient(connectionTo(local?.url, domain))
  for (const execution of executions) {
    const { name, workflow } = execution
    console.log(`\n${name}`)
    const { handle, isNew } = await startOrContinue(client, workflow, name, options =>
      execution.start(client, options),
    )
    if (!isNew) console.log(`  execution ${name} is already open; continuing it`)
    if (!(await follow(execution, handle, local === undefined ? 1000 : 50))) process.exitCode = 1
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
  await Promise.all(system?.processes.map(one => one.stop(options)) ?? [])
  await local?.stop()
}
