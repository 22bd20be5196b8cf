import { newestRun } from '@reyield/client/internal'
import { serviceOf, type App } from '../app.ts'
import type { RunRef } from '../api/index.ts'
import type { Service } from '../service/service.ts'
import type { History } from './history.ts'

/** The history that a `RUN` address names, as it is now. */
export async function historyOf(
  app: App,
  { workflowId, runId, file }: Readonly<Record<string, string>>,
): Promise<History> {
  if (file !== undefined) return app.files.history(file)
  const service = serviceOf(app)
  const run = await runOf(service, { workflowId: workflowId!, runId: runId! })
  return await service.runs.read(run)
}

/** The run of an address. `latest` is the newest run of the workflow id. */
export async function runOf({ client }: Service, { workflowId, runId }: RunRef): Promise<RunRef> {
  return runId === 'latest' ? await newestRun(client, workflowId) : { workflowId, runId }
}
