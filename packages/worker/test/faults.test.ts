import { setImmediate } from 'node:timers/promises'
import { createClient, retrying } from '@reyield/client'
import { createLocalSwf, testClock, type FaultOptions } from '@reyield/local'
import { replayAll } from '@reyield/testing'
import { activities, all, race, signal, sleep, workflow } from '@reyield/workflow'
import { afterAll, expect, it } from 'vitest'
import { createWorker, type CacheStats } from '../src/index.ts'
import { keptLog, timersOf } from './fixture.ts'

const impl = { double: async (n: number) => n * 2 }
const { double } = activities<typeof impl>({ startToClose: '5s', retry: { maximumAttempts: 50 } })
const go = signal<number>('go')
const sums = workflow(
  { name: 'sums', taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '3s' },
  async function* (numbers: number[]) {
    const doubled = yield* all(numbers.map(n => double(n)))
    const more = yield* race({ go, late: sleep('1h') })
    const last = yield* double(more.winner === 'go' ? more.value : 0)
    return [...doubled, last]
  },
)

/** What the caches of the deciders did, over all runs. */
const used = new Set<CacheStats>()

/** Whatever faults are injected between workers and SWF, an execution has the same result: also with two deciders whose caches are too small. */
it.each<[string, FaultOptions]>([
  ['throttles and failures', { throttles: 0.2, failures: 0.1 }],
  ['lost requests', { lostRequests: 0.2 }],
  ['lost responses, also of polls that were given a task', { lostResponses: 0.15 }],
  ['duplicate tasks', { duplicateTasks: 0.3 }],
  [
    'all of them, late',
    {
      throttles: 0.05,
      failures: 0.05,
      lostRequests: 0.05,
      lostResponses: 0.05,
      duplicateTasks: 0.1,
      delays: 0.2,
      longestDelay: 3,
    },
  ],
])('%s: the result is the same, and the history replays', async (_, faults) => {
  for (const seed of [1, 2, 3]) {
    const clock = testClock()
    const local = await createLocalSwf({ clock })
    const swf = retrying(local.swf, { timers: timersOf(clock) })
    const { lines, logger } = keptLog()
    const place = { swf, domain: 'test', taskList: 'main', logger }
    const workers = [
      createWorker({ ...place, workflows: [sums], cache: { maxExecutions: 1, stickyTimeout: '1s' } }),
      createWorker({ ...place, workflows: [sums], cache: { maxExecutions: 2, stickyTimeout: '1s' } }),
      createWorker({ ...place, activities: impl }),
    ]
    await Promise.all(workers.map(worker => worker.ready))
    const client = createClient({ swf, domain: 'test' })
    const handles = await Promise.all([1, 2, 3, 4].map(() => client.start(sums, [1, 2, 3])))
    for (const handle of handles) await handle.signal(go, 4)

    local.setFaults({ seed, ...faults })
    let open = handles.length
    for (const handle of handles) void local.swf.closed({ domain: 'test', ...handle }).then(() => open--)
    while (open > 0) {
      // time passes slowly, so that lost tasks time out
      await clock.advance(20)
      await setImmediate()
    }
    local.setFaults(undefined)

    for (const handle of handles) {
      expect(await handle.result()).toEqual([2, 4, 6, 8])
      const { workflowId, runId } = handle
      const events = await handle.history()
      await replayAll(sums, { execution: { workflowId, runId }, events }, { pageSizes: [7] })
    }
    for (const worker of workers.slice(0, 2)) used.add(worker.cacheStats()!)
    expect(lines.filter(({ code }) => code === 'NON_DETERMINISM' || code === 'WORKFLOW_STUCK')).toEqual([])
    await Promise.all(workers.map(worker => worker.stop({ now: true })))
    await local.close()
  }
})

afterAll(() => {
  const sum = (pick: (stats: CacheStats) => number) =>
    [...used].reduce((total, stats) => total + pick(stats), 0)
  const happened = {
    hits: sum(({ hits }) => hits) > 0,
    absent: sum(({ misses }) => misses.absent) > 0,
    evictions: sum(({ evictions }) => evictions) > 0,
  }
  expect(happened).toEqual({ hits: true, absent: true, evictions: true })
})
