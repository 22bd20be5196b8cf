import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { LocalSwf } from '@reyield/local'

export const domain = 'bench'
export const flow = { name: 'flow', version: '1' }
export const act = { name: 'act', version: '1' }

/** A new database file. */
export const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-bench-')), 'swf.sqlite')

/** Registers the domain and one type of each kind. */
export async function register({ swf }: LocalSwf): Promise<void> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...flow })
  await swf.registerActivityType({ domain, ...act })
}

/** Starts an execution; gives its run id. */
export async function start(
  { swf }: LocalSwf,
  workflowId: string,
  taskList = 'list',
  executionStartToCloseTimeout = '86400',
): Promise<string> {
  const { runId } = await swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType: flow,
    taskList: { name: taskList },
    executionStartToCloseTimeout,
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
    input: '{"json":{"order":7,"items":["tea","milk"]}}',
  })
  return runId!
}

/** Runs so many at a time until all are done. */
export async function inLanes(
  count: number,
  lanes: number,
  one: (n: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Bytes of heap in use, garbage collected. */
export function heap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}
