import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, register } from '@reyield/client'
import type { WorkflowDefinition } from '@reyield/workflow'
import { connectionTo } from '../process.ts'
import { startLocalSwf, startProcess, type Running } from '../start/processes.ts'

/** Runs one execution of an example for real: local SWF with a database file, decider and worker as processes. */
export async function runExample<Input, Result>(
  folder: string,
  workflow: WorkflowDefinition<Input, Result>,
  input: Input,
  workerProcesses = 1,
) {
  const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
  const local = await startLocalSwf(db)
  const running: Running[] = [local]
  try {
    const { swf, domain } = connectionTo(local.url)
    await register(swf, { domain, workflows: [workflow] })
    const env = { SWF_ENDPOINT: local.url, SWF_DOMAIN: domain }
    const workers = [
      startProcess(folder, 'decider', env),
      ...Array.from({ length: workerProcesses }, () => startProcess(folder, 'worker', env)),
    ]
    running.push(...workers)
    await Promise.all(workers.map(worker => worker.ready))
    const handle = await createClient({ swf, domain }).start(workflow, ...([input] as never))
    const result = await handle.result()
    const events = await handle.history()
    const { workflowId, runId } = handle
    return { result, events, told: { execution: { workflowId, runId }, events } }
  } finally {
    await Promise.all(running.map(one => one.stop()))
  }
}
