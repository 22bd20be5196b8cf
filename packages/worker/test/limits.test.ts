import { setImmediate } from 'node:timers/promises'
import { createClient, retrying } from '@reyield/client'
import { scriptedSwf, scriptedSwfError, type ScriptedAnswer } from '@reyield/client/testing'
import { createLocalSwf, testClock, type FaultOptions } from '@reyield/local'
import { activities, all, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type ActivityContext, type AnyWorkerOptions } from '../src/index.ts'
import { keptLog, timersOf, until } from './fixture.ts'

const taskOf = (name: string, index: number) => ({
  taskToken: `token ${index}`,
  activityId: String(index),
  activityType: { name, version: '1.0' },
  workflowExecution: { workflowId: 'w', runId: 'r' },
})

/** A worker beside an SWF that answers polls from a list, on a clock that the test advances. */
function limited(
  tasks: readonly string[],
  options: Partial<AnyWorkerOptions>,
  answers: Record<string, ScriptedAnswer[]> = {},
  more: ScriptedAnswer[] = [],
) {
  const clock = testClock({ now: 0 })
  const { lines, logger } = keptLog()
  const { swf, calls } = scriptedSwf({
    describeDomain: [{ domainInfo: { name: 'test' } }],
    pollForActivityTask: [...tasks.map(taskOf), ...more],
    ...answers,
  })
  const running: { readonly name: string; readonly token: string; end(): void }[] = []
  const starts: [token: string, at: number][] = []
  const run = (name: string) => (_: unknown, context: ActivityContext) =>
    new Promise<void>((resolve, reject) => {
      starts.push([context.taskToken, clock.now()])
      context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))
      running.push({ name, token: context.taskToken, end: resolve })
    })
  const worker = createWorker({
    swf: { ...swf, abortablePolls: true },
    domain: 'test',
    taskList: 'main',
    register: false,
    logger,
    timers: timersOf(clock),
    activities: { a: run('a'), b: run('b') },
    ...options,
  })
  const sent = () =>
    calls
      .map(({ method, input }) => ({ method, token: (input as { taskToken?: string }).taskToken }))
      .filter(({ token }) => token !== undefined)
  return { clock, worker, running, starts, calls, sent, lines }
}

const polls = ({ calls }: ReturnType<typeof limited>) =>
  calls.filter(({ method }) => method === 'pollForActivityTask').length

describe('a rate of a worker', () => {
  it('holds back polls, so tasks beyond it stay at SWF', async () => {
    const w = limited(['a', 'b', 'a', 'a'], { activitiesPerSecond: 1, concurrency: 4, pollers: 4 })
    await until(() => w.starts.length === 1, 'a start')
    await w.clock.advance(749)
    expect([polls(w), w.worker.stats().activities]).toEqual([
      1,
      {
        concurrency: 4,
        running: 1,
        pollers: 3 + 1,
        polling: 0,
        polledAt: 0,
        heldBack: 3,
        waiting: {},
      },
    ])
    await w.clock.advance(10_000)
    expect([w.starts, polls(w)]).toEqual([
      [
        ['token 0', 0],
        ['token 1', 750],
        ['token 2', 1750],
        ['token 3', 2750],
      ],
      4,
    ])
    await w.worker.stop({ now: true })
  })

  it('does not delay the end of a worker', async () => {
    const w = limited(['a'], { activitiesPerSecond: 0.001 }, { respondActivityTaskCompleted: [{}] })
    await until(() => w.running.length === 1, 'a start')
    const stopped = w.worker.stop()
    w.running[0]!.end()
    await stopped
    expect([polls(w), w.sent()]).toEqual([1, [{ method: 'respondActivityTaskCompleted', token: 'token 0' }]])
  })
})

describe('a task beyond the limits of its activity', () => {
  const options = { concurrency: 4, pollers: 1, activityOptions: { a: { concurrency: 1 } } }

  it('waits until another has ended, while tasks of other activities pass it', async () => {
    const w = limited(['a', 'a', 'a', 'b'], options, { respondActivityTaskCompleted: [{}, {}, {}, {}] })
    await until(() => w.running.length === 2, 'two starts')
    expect(w.running.map(({ token }) => token)).toEqual(['token 0', 'token 3'])
    expect(w.worker.stats().activities).toMatchObject({ running: 4, polling: 0, waiting: { a: 2 } })
    expect(polls(w)).toBe(4) // the worker has as many tasks as it may
    w.running[0]!.end()
    await until(() => w.running.length === 3, 'the next')
    expect([w.running[2]!.token, w.worker.stats().activities?.waiting]).toEqual(['token 1', { a: 1 }])
    const stopped = w.worker.stop()
    for (let next = 1; next < 4; next++) {
      await until(() => w.running.length > next, 'the next')
      w.running[next]!.end()
    }
    await stopped // a worker that stops gracefully runs the tasks that wait
    expect(w.starts.map(([token]) => token)).toEqual(['token 0', 'token 3', 'token 1', 'token 2'])
    expect(w.sent()).toEqual(
      ['token 0', 'token 3', 'token 1', 'token 2'].map(token => ({
        method: 'respondActivityTaskCompleted',
        token,
      })),
    )
  })

  it('waits for its rate', async () => {
    const w = limited(['a', 'a', 'b', 'a'], { activityOptions: { a: { activitiesPerSecond: 0.5 } } })
    await until(() => w.starts.length === 2, 'two starts')
    await w.clock.advance(60_000)
    expect(w.starts).toEqual([
      ['token 0', 0],
      ['token 2', 0],
      ['token 1', 1750],
      ['token 3', 3750],
    ])
    await w.worker.stop({ now: true })
  })

  it('has heartbeats, and never begins if it is canceled or lost', async () => {
    const w = limited(
      ['a', 'a', 'a'],
      { ...options, activityOptions: { a: { concurrency: 1, heartbeat: { every: '10s' } } } },
      {
        recordActivityTaskHeartbeat: [
          {},
          { cancelRequested: true },
          scriptedSwfError('UnknownResourceFault', 'Unknown activity'),
        ],
        respondActivityTaskCanceled: [{}],
        respondActivityTaskCompleted: [{}],
      },
    )
    await until(() => w.worker.stats().activities!.waiting['a'] === 2, 'tasks that wait')
    await w.clock.advance(10_000)
    await until(() => w.worker.stats().activities!.waiting['a'] === 0, 'their ends')
    w.running[0]!.end()
    await w.worker.stop()
    expect([w.starts, w.sent()]).toEqual([
      [['token 0', 0]],
      [
        { method: 'recordActivityTaskHeartbeat', token: 'token 0' },
        { method: 'recordActivityTaskHeartbeat', token: 'token 1' },
        { method: 'respondActivityTaskCanceled', token: 'token 1' },
        { method: 'recordActivityTaskHeartbeat', token: 'token 2' },
        { method: 'respondActivityTaskCompleted', token: 'token 0' },
      ],
    ])
    expect(w.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'Too late: SWF no longer knows the activity task',
    ])
  })

  it('is reported as failed when the worker stops at once, unlike one that has begun', async () => {
    const w = limited(['a', 'a'], options, { respondActivityTaskFailed: [{}] })
    await until(() => w.worker.stats().activities!.waiting['a'] === 1, 'a task that waits')
    await w.worker.stop({ now: true })
    await until(() => w.sent().length === 1, 'a response')
    expect(w.calls.at(-1)).toEqual({
      method: 'respondActivityTaskFailed',
      input: {
        taskToken: 'token 1',
        reason: expect.stringMatching(
          /^UnstartedActivityError: Activity 'a' 1\.0 was not begun, since its worker was stopped\. /,
        ) as string,
        details: expect.stringContaining('"code":"ACTIVITY_UNSTARTED"') as string,
      },
    })
    expect(w.starts).toEqual([['token 0', 0]])
  })

  it('is reported as failed also if it comes when the worker is being stopped', async () => {
    let deliver!: (task: object) => void
    const late = () => new Promise<object>(resolve => (deliver = resolve))
    const w = limited(['a'], options, { respondActivityTaskFailed: [{}] }, [late])
    await until(() => deliver !== undefined, 'a second poll')
    const stopped = w.worker.stop({ now: true })
    deliver(taskOf('a', 1))
    await stopped
    await until(() => w.sent().length === 1, 'a response')
    expect([w.starts.length, w.sent()]).toEqual([
      1,
      [{ method: 'respondActivityTaskFailed', token: 'token 1' }],
    ])
  })
})

it('an activity that sends no heartbeats learns of a cancel request by automatic ones', async () => {
  const w = limited(
    ['a'],
    { heartbeat: { every: '10s' } },
    { recordActivityTaskHeartbeat: [{}, { cancelRequested: true }], respondActivityTaskCanceled: [{}] },
  )
  await until(() => w.starts.length === 1, 'a start')
  await w.clock.advance(19_999)
  expect(w.sent()).toHaveLength(1)
  await w.clock.advance(60_000)
  await w.worker.stop()
  expect(w.sent().map(({ method }) => method)).toEqual([
    'recordActivityTaskHeartbeat',
    'recordActivityTaskHeartbeat',
    'respondActivityTaskCanceled',
  ])
})

/** The options of `pictures`: its activities need longer than a heartbeat timeout. */
const declared = { startToClose: '1m', heartbeat: '3s', retry: { maximumAttempts: 50 } } as const
const { resize, mail } = activities<{
  resize(picture: number): Promise<number>
  mail(to: string): Promise<string>
}>(declared)
const pictures = workflow(
  { name: 'pictures', taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '3s' },
  async function* (count: number) {
    const sizes = yield* all(Array.from({ length: count }, (_, picture) => resize(picture)))
    return [...sizes, yield* mail('Ada')]
  },
)

/** Activities that take time on the clock of the test, and record when they run. */
function timed(clock: ReturnType<typeof testClock>) {
  const starts: { readonly name: string; readonly at: number }[] = []
  const most: Record<string, number> = {}
  const running: Record<string, number> = {}
  const timers = timersOf(clock)
  const taking = async (name: string, milliseconds: number, { signal }: ActivityContext) => {
    starts.push({ name, at: clock.now() })
    running[name] = (running[name] ?? 0) + 1
    most[name] = Math.max(most[name] ?? 0, running[name])
    try {
      await timers.sleep(milliseconds, { signal })
    } finally {
      running[name]--
    }
  }
  return {
    starts,
    most,
    impl: {
      async resize(picture: number, context: ActivityContext) {
        await taking('resize', 4000, context) // more than the heartbeat timeout
        return picture * 10
      },
      async mail(to: string, context: ActivityContext) {
        await taking('mail', 100, context)
        return `sent to ${to}`
      },
    },
  }
}

/** The most starts in any time span, beyond those that a rate allows. */
function excess(starts: readonly number[], perSecond: number): number {
  const beyond = starts.flatMap((from, first) =>
    starts.slice(first).map((to, more) => more + 1 - (1 + (0.25 + (to - from) / 1000) * perSecond)),
  )
  return Math.max(...beyond)
}

it.each<[string, FaultOptions | undefined]>([
  ['without faults', undefined],
  ['with throttles and failures', { throttles: 0.2, failures: 0.1 }],
  ['with lost requests and responses', { lostRequests: 0.1, lostResponses: 0.1 }],
  ['with duplicate tasks and delays', { duplicateTasks: 0.2, delays: 0.2, longestDelay: 3 }],
])('limits hold and heartbeats keep activities alive %s, and nothing is lost', async (_, faults) => {
  const clock = testClock()
  const timers = timersOf(clock)
  const local = await createLocalSwf({ clock })
  const swf = retrying(local.swf, { timers })
  const { logger } = keptLog()
  const { impl, starts, most } = timed(clock)
  const place = { swf, domain: 'test', taskList: 'main', logger, timers }
  const workers = [
    createWorker({ ...place, workflows: [pictures] }),
    createWorker({
      ...place,
      activities: impl,
      concurrency: 8,
      activitiesPerSecond: 2,
      heartbeat: { every: '1s' },
      activityOptions: { resize: { concurrency: 3 }, mail: { activitiesPerSecond: 0.5 } },
    }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain: 'test' })
  const handles = await Promise.all([1, 2, 3].map(count => client.start(pictures, count)))
  if (faults !== undefined) local.setFaults({ seed: 1, ...faults })
  let open = handles.length
  for (const handle of handles) void local.swf.closed({ domain: 'test', ...handle }).then(() => open--)
  while (open > 0) {
    await clock.advance(50)
    await setImmediate()
  }
  local.setFaults(undefined)
  expect(await Promise.all(handles.map(handle => handle.result()))).toEqual([
    [0, 'sent to Ada'],
    [0, 10, 'sent to Ada'],
    [0, 10, 20, 'sent to Ada'],
  ])
  const times = (name?: string) =>
    starts.filter(start => name === undefined || start.name === name).map(({ at }) => at)
  expect(excess(times(), 2)).toBeLessThan(1e-6)
  expect(excess(times('mail'), 0.5)).toBeLessThan(1e-6)
  expect(most['resize']).toBeLessThanOrEqual(3)
  if (faults === undefined) {
    // automatic heartbeats keep activities alive that take longer than their heartbeat timeout
    expect([starts.length, most]).toEqual([9, { resize: 3, mail: 1 }])
  }
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()
})

it('what a stopped worker has not begun, another worker does at once', async () => {
  const clock = testClock()
  const timers = timersOf(clock)
  const local = await createLocalSwf({ clock })
  const { logger } = keptLog()
  const place = { swf: local.swf, domain: 'test', taskList: 'main', logger, timers }
  const [old, replacing] = [timed(clock), timed(clock)]
  const decider = createWorker({ ...place, workflows: [pictures] })
  const heartbeat = { every: '1s' } as const
  const activityOptions = { resize: { concurrency: 1 } }
  const first = createWorker({ ...place, activities: old.impl, heartbeat, activityOptions })
  await Promise.all([decider.ready, first.ready])
  const handle = await createClient(place).start(pictures, 3)
  await until(() => first.stats().activities!.waiting['resize'] === 2, 'tasks that wait')
  await first.stop({ now: true })
  const second = createWorker({ ...place, activities: replacing.impl, heartbeat })
  await second.ready
  const begun = clock.now()
  while (replacing.starts.length < 2) await clock.advance(50)
  expect(clock.now() - begun).toBeLessThanOrEqual(1100) // the wait before a second attempt, and a step of the clock
  const failures = (await handle.history()).flatMap(
    ({ activityTaskFailedEventAttributes: failed }) => failed?.reason?.split(':')[0] ?? [],
  )
  expect([old.starts.length, failures]).toEqual([1, ['UnstartedActivityError', 'UnstartedActivityError']])
  let isOpen = true
  void local.swf.closed({ domain: 'test', ...handle }).then(() => (isOpen = false))
  while (isOpen) await clock.advance(100)
  expect(await handle.result()).toEqual([0, 10, 20, 'sent to Ada'])
  await Promise.all([decider, second].map(worker => worker.stop({ now: true })))
  await local.close()
})
