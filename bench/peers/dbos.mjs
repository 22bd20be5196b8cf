/** DBOS on PostgreSQL. Workflows are called in this process, without a queue. A step is `DBOS.runStep`. */
import { DBOS } from '@dbos-inc/dbos-sdk'
import { contend } from '../dist/e2e/contender.js'
import { workloads } from '../dist/e2e/workloads.js'
import { startPostgres } from './postgres.mjs'
import { versionOf } from './version-of.mjs'

const postgres = await startPostgres('bench')
DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: postgres.url,
  systemDatabasePoolSize: 20,
  logLevel: 'error',
  runAdminServer: false,
})

const step = i => DBOS.runStep(async () => ({ ok: true, i }), { name: `step ${i}` })
const serial = n => async () => {
  let last
  for (let i = 0; i < n; i++) last = await step(i)
  return { last, n }
}
const parallel = n => async () => {
  const results = await Promise.all(Array.from({ length: n }, (_, i) => step(i)))
  return { last: results.at(-1), n: results.length }
}
const workflows = Object.fromEntries(
  Object.entries(workloads).map(([name, n]) => [
    name,
    DBOS.registerWorkflow((/^(par|fan)/.test(name) ? parallel : serial)(n), { name }),
  ]),
)
await DBOS.launch()

contend({
  version: `${versionOf('@dbos-inc/dbos-sdk')}, PostgreSQL`,
  run(workload) {
    const run = workflows[workload] // DBOS refuses to be called as a method
    return run()
  },
  async close() {
    await DBOS.shutdown().catch(() => {})
    await postgres.stop()
  },
})
