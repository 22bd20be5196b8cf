import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions, Swf } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { serialHistory } from '../../histories.ts'
import { round, type Figure, type Measure } from '../../measure.ts'
import { serialAsync } from '../../programs.ts'

/** How many executions have gone through the worker at each figure. */
const stops = [1000, 10_000, 50_000, 100_000]

/** Each of so many executions is left after its first task. */
const everyLeft = 10

/** So many executions at most wait for their second task, so that the cache has room for them. */
const mostWaiting = 100

/** The heap of a worker through which very many executions go. */
export const workerMemory: Measure = {
  name: 'worker-memory',
  about:
    'heap of one decider, after a garbage collection, when N executions have gone through it; one in ten stays idle for ever, and the ' +
    'cache has room for 1,000; floor: the heap after the first 1,000',
  async run() {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const swf = endlessSwf()
    const silent = { debug() {}, info() {}, warn() {}, error() {} }
    const worker = createWorker({
      swf: swf.port,
      domain: 'bench',
      taskList: 'bench',
      workflows: [serialAsync],
      register: false,
      logger: silent,
      cache: { maxExecutions: 1000 },
      concurrency: 20,
    })
    const figures: Figure[] = []
    let floor = 0
    for (const stop of stops) {
      await swf.until(stop)
      collect()
      const megabytes = round(process.memoryUsage().heapUsed / 1e6)
      floor ||= megabytes
      figures.push({
        measure: 'worker-memory',
        at: `executions=${stop}`,
        value: megabytes,
        unit: 'MB',
        floor,
        ratio: round(megabytes / floor),
      })
    }
    await worker.stop({ now: true })
    return figures
  },
}

/** A port that always has decision tasks of new executions. Each execution runs one activity. */
function endlessSwf() {
  const events = serialHistory(1)
  const second = events.findIndex(({ eventType }) => eventType === 'DecisionTaskCompleted')
  let begun = 0
  let limit = 0
  let idle = 0
  let reached = () => {}
  const parked: { list: 'common' | 'own'; give: (output: object) => void }[] = []
  const waiting: string[] = []

  const task = (runId: string, page: readonly HistoryEvent[], previousStartedEventId: number) => ({
    taskToken: runId,
    workflowExecution: { workflowId: runId, runId },
    workflowType: { name: serialAsync.name, version: serialAsync.version },
    startedEventId: page.at(-1)!.eventId,
    previousStartedEventId,
    events: structuredClone(page) as HistoryEvent[],
  })
  const first = events.slice(0, second)
  const next = events.slice(second - 1, second + 6)

  /** Gives tasks to parked polls. */
  function pump(): void {
    for (const poll of parked.splice(0)) {
      if (poll.list === 'own' && waiting.length > 0) poll.give(task(waiting.shift()!, next, first.length))
      else if (poll.list === 'common' && begun < limit && waiting.length < mostWaiting)
        poll.give(task(`run-${++begun}`, first, 0))
      else parked.push(poll)
    }
  }
  const finished = () => {
    if (++idle === limit) reached()
  }
  const port = {
    abortablePolls: true,
    describeDomain: async () => ({ domainInfo: { name: 'bench' } }),
    pollForDecisionTask: (
      { startAtPreviousStartedEvent }: { startAtPreviousStartedEvent?: boolean },
      { abortSignal }: CallOptions = {},
    ) =>
      new Promise((resolve, reject) => {
        const abort = () => reject(abortSignal!.reason as Error)
        abortSignal?.addEventListener('abort', abort)
        const give = (output: object) => {
          abortSignal?.removeEventListener('abort', abort)
          resolve(output)
        }
        parked.push({ list: startAtPreviousStartedEvent === true ? 'own' : 'common', give })
        setImmediate(pump)
      }),
    respondDecisionTaskCompleted: async ({
      taskToken,
      decisions,
    }: {
      taskToken: string
      decisions: object[]
    }) => {
      const closes = JSON.stringify(decisions).includes('CompleteWorkflowExecution')
      if (closes || Number(taskToken.slice(4)) % everyLeft === 0) finished()
      else waiting.push(taskToken)
      setImmediate(pump)
      return {}
    },
  }
  return {
    port: port as unknown as Swf,
    /** Resolves when so many executions have been decided. */
    until(count: number): Promise<void> {
      limit = count
      setImmediate(pump)
      return new Promise(resolve => (reached = resolve))
    },
  }
}
