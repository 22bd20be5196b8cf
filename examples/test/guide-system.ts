import { setImmediate } from 'node:timers/promises'
import { createClient, retrying, type Client, type RunHandle } from '@reyield/client'
import { createLocalSwf, testClock, type LambdaOptions } from '@reyield/local'
import { replayAll } from '@reyield/testing'
import { createWorker } from '@reyield/worker'
import type { AnyWorkflow } from '@reyield/workflow'

/** A local SWF with a test clock, and a worker for some workflows and activities. */
export interface GuideSystem extends AsyncDisposable {
  readonly client: Client
  /** Advances time until the execution has closed, checks that its history replays, and returns the result. */
  readonly resultOf: <T>(handle: RunHandle<T>) => Promise<T>
  /** Advances time until a condition holds. */
  readonly until: (holds: () => Promise<boolean>) => Promise<void>
}

export async function startGuideSystem(
  workflows: readonly AnyWorkflow[],
  activities: object,
  options: LambdaOptions = {},
): Promise<GuideSystem> {
  const clock = testClock()
  const local = await createLocalSwf({ clock, ...options })
  const swf = retrying(local.swf)
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const connection = { swf, domain: 'guide', taskList: 'guide', logger: silent }
  const worker = createWorker({ ...connection, workflows, activities: activities as never })
  await worker.ready
  const client = createClient({ swf, domain: 'guide' })
  const until = async (holds: () => Promise<boolean>) => {
    for (let turn = 0; !(await holds()); turn++) {
      if (turn > 30_000) throw new Error('The condition was never met')
      await setImmediate()
      if (turn % 40 === 39) await clock.advance(600_000)
    }
  }
  return {
    client,
    until,
    async resultOf(handle) {
      await until(async () => (await handle.describe()).executionInfo?.executionStatus === 'CLOSED')
      const events = await handle.history()
      const { workflowId, runId } = handle // of the last run
      const { name, version } = events[0]!.workflowExecutionStartedEventAttributes!.workflowType!
      const definition = workflows.find(one => one.name === name && one.version === version)!
      await replayAll(definition, { execution: { workflowId, runId }, events }, { pageSizes: [3] })
      return handle.result()
    },
    async [Symbol.asyncDispose]() {
      await worker.stop({ now: true })
      await local.close()
    },
  }
}
