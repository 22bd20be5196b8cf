/**
 * openworkflow on SQLite: worker and client in this process. By default its client asks for a result once a second. Here it asks every
 * 2 ms, by a private field, so that the engine is measured and not that wait.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OpenWorkflow } from 'openworkflow'
import { BackendSqlite } from 'openworkflow/sqlite'
import { contend } from '../dist/e2e/contender.js'
import { workloads } from '../dist/e2e/workloads.js'
import { versionOf } from './version-of.mjs'

const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-openworkflow-'))
const backend = BackendSqlite.connect(join(folder, 'workflows.sqlite'))
const engine = new OpenWorkflow({ backend })

const run = (step, i) => step.run({ name: `step ${i}` }, async () => ({ ok: true, i }))
const serial =
  n =>
  async ({ step }) => {
    let last
    for (let i = 0; i < n; i++) last = await run(step, i)
    return { last, n }
  }
const parallel =
  n =>
  async ({ step }) => {
    const results = await Promise.all(Array.from({ length: n }, (_, i) => run(step, i)))
    return { last: results.at(-1), n: results.length }
  }
const workflows = Object.fromEntries(
  Object.entries(workloads).map(([name, n]) => [
    name,
    engine.defineWorkflow({ name }, (/^(par|fan)/.test(name) ? parallel : serial)(n)),
  ]),
)
const worker = engine.newWorker({ concurrency: 100 })
await worker.start()

contend({
  version: `${versionOf('openworkflow')}, SQLite ${process.versions.sqlite}`,
  async run(workload) {
    const handle = await workflows[workload].run()
    handle.resultPollIntervalMs = 2
    return handle.result({ timeoutMs: 60_000 })
  },
  async close() {
    setTimeout(() => process.exit(), 5000).unref()
    await worker.stop()
    await backend.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})
