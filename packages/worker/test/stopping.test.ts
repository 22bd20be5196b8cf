import { setImmediate } from 'node:timers/promises'
import { createClient, retrying } from '@reyield/client'
import { createLocalSwf, testClock, type FaultOptions } from '@reyield/local'
import { activities, all, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { createWorker, type ActivityContext, type Worker } from '../src/index.ts'
import { keptLog, timersOf } from './fixture.ts'

interface Impl {
  add(numbers: readonly [number, number]): Promise<number>
}
const { add } = activities<Impl>({ startToClose: '10s' }) // without a retry policy: a lost activity fails the execution
const sum = workflow(
  { name: 'sum', taskList: 'main', executionStartToClose: '1h' },
  async function* (n: number) {
    let total = n
    for (let step = 0; step < 4; step++) {
      const [left, right] = yield* all([add([total, 1]), add([0, 1])])
      total = left + right
    }
    return total
  },
)

const responds = ['RespondDecisionTaskCompleted', 'RespondActivityTaskCompleted', 'RespondActivityTaskFailed']

it.each<[string, FaultOptions]>([
  ['without faults', {}],
  ['while SWF fails and is slow', { failures: 0.3, delays: 0.1, longestDelay: 3 }],
  [
    'while requests that respond, and responses to them, are lost',
    { lostRequests: 0.2, lostResponses: 0.2, actions: responds },
  ],
])('workers that are replaced one after the other %s lose no task', async (_, faults) => {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const timers = timersOf(clock)
  const swf = retrying(local.swf, { timers })
  const { lines, logger } = keptLog()
  const place = { swf, domain: 'test', taskList: 'main', logger, timers }
  const ran: string[] = []
  const impl = {
    async add([left, right]: readonly [number, number], { workflowExecution, activityId }: ActivityContext) {
      ran.push(`${workflowExecution.workflowId} ${activityId}`)
      for (let turn = 0; turn < 20; turn++) await setImmediate()
      return left + right
    },
  }
  const start = async (): Promise<Worker[]> => {
    const workers = [
      createWorker({ ...place, workflows: [sum], cache: { stickyTimeout: '1s' } }),
      createWorker({ ...place, activities: impl }),
    ]
    await Promise.all(workers.map(worker => worker.ready))
    return workers
  }
  let workers = await start()
  local.setFaults({ seed: 1, ...faults })
  const client = createClient({ swf, domain: 'test' })
  const passing = passTime(clock)
  const handles = await Promise.all(
    Array.from({ length: 20 }, (_, n) => client.start(sum, n, { workflowId: String(n) })),
  )
  let open = handles.length
  for (const handle of handles) void local.swf.closed({ domain: 'test', ...handle }).then(() => open--)
  let replaced = 0
  for (; open > 0; replaced++) {
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    const old = workers
    workers = await start()
    for (const worker of old) await worker.stop()
  }
  expect(await Promise.all(handles.map(handle => handle.result()))).toEqual(handles.map((_, n) => n + 8))
  await passing.end()
  local.setFaults(undefined)

  expect(replaced).toBeGreaterThan(1)
  expect(ran.toSorted()).toEqual([...new Set(ran)].toSorted())
  for (const handle of handles) {
    const timedOut = (await handle.history()).flatMap(event => {
      const attributes =
        event.decisionTaskTimedOutEventAttributes ?? event.activityTaskTimedOutEventAttributes
      return attributes === undefined ? [] : [attributes.timeoutType]
    })
    // a decider that has stopped no longer takes the tasks of executions in its memory
    expect(timedOut.filter(type => type !== 'SCHEDULE_TO_START')).toEqual([])
  }
  expect(lines.filter(({ level }) => level === 'error')).toEqual([])
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()
})

/** Lets time pass slowly, so that waits end and lost tasks time out. */
function passTime(clock: ReturnType<typeof testClock>) {
  let isOver = false
  const passing = (async () => {
    while (!isOver) {
      await clock.advance(10)
      await setImmediate()
    }
  })()
  return {
    async end() {
      isOver = true
      await passing
    },
  }
}
