import { statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createLocalSwf, testClock, type LocalSwf } from '@reyield/local'
import { round, type Figure, type Measure } from '../../measure.ts'
import { act, domain, flow, heap, newFile, register, start } from './place.ts'
import { openDatabase } from './sqlite.ts'

const days = 30
const perDay = 2_400
/** Closed executions whose retention passed while the server was down. */
const overdue = 50_000

/** Bytes that a local SWF takes at the end of a simulated day. */
interface Size {
  readonly file: number
  readonly memory: number
}

/** What simulated days have led to. */
export interface Lived {
  readonly third: Size
  readonly last: Size
  /** Seconds until the first answer after a restart; undefined in memory. */
  readonly restart: number | undefined
  /** How often each child of the execution that stays open was started, at most. */
  readonly childStarts: number
}

/**
 * Lives through days of an ordinary service, the clock in the test's hand: of the executions of each hour most have an activity
 * with heartbeats, others children, timers, further runs. They are kept for a day. One stays open all the time, and starts a
 * child each month.
 *
 * A day takes seconds here, in which more expires than in a day of a service. So what is removed in the background, in real time, is
 * waited for every six hours.
 */
export async function live(count: number, daily: number, db: string): Promise<Lived> {
  const before = heap()
  const clock = testClock()
  const place = { db, clock, pollSeconds: 0 }
  const size = (): Size => ({ file: db === ':memory:' ? 0 : statSync(db).size, memory: heap() - before })
  let local = await createLocalSwf(place)
  await register(local)
  let third: Size | undefined
  let rows = 0
  for (let day = 1; day <= count; day++) {
    if (day === 2) await start(local, 'always', 'list', '31536000')
    if (day % 30 === 2)
      await local.swf.signalWorkflowExecution({ domain, workflowId: 'always', signalName: 'day' })
    for (let hour = 0; hour < 24; hour++) {
      const names = Array.from({ length: daily / 24 }, (_, n) => `w ${day} ${hour} ${n}`)
      await Promise.all(names.map(name => start(local, name)))
      await work(local)
      await clock.advance('1 hour')
      if (db !== ':memory:' && hour % 6 === 5) {
        if (day > 3) await caughtUp(db, rows * 1.25)
        else await sleep(2000)
      }
    }
    if (day !== 3) continue
    if (db !== ':memory:') rows = rowsOf(db)
    third = size()
  }
  const last = size()
  await local.close()
  let restart: number | undefined
  if (db !== ':memory:') {
    const begin = performance.now()
    local = await createLocalSwf(place)
    await local.swf.describeDomain({ name: domain })
    restart = (performance.now() - begin) / 1000
    await work(local)
  }
  const childStarts = db === ':memory:' ? 1 : await startsOfChildren(local)
  await local.close()
  return { third: third!, last, restart, childStarts }
}

/** How many transactions a log has. Detached, as on Node 20 a closed connection keeps its locks for a while. */
function rowsOf(db: string): number {
  const database = openDatabase(':memory:')
  database.exec(`ATTACH '${pathToFileURL(db).href}?mode=ro' AS swf`)
  const { rows } = database.prepare('SELECT count(*) AS rows FROM swf.log').get() as { rows: number }
  database.exec('DETACH swf')
  database.close()
  return rows
}

/** Waits until a log has no more rows than so many. */
async function caughtUp(db: string, rows: number): Promise<void> {
  for (let wait = 0; wait < 600; wait++) {
    if (rowsOf(db) <= rows) return
    await sleep(100)
  }
  throw new Error(`the log has ${rowsOf(db)} rows after a minute of waiting, expected at most ${rows}`)
}

/** Takes tasks until there are none. */
async function work({ swf }: LocalSwf): Promise<void> {
  const lane = async () => {
    for (;;) {
      const task = await swf.pollForDecisionTask({ domain, taskList: { name: 'list' } })
      const { taskToken: activity } = await swf.pollForActivityTask({ domain, taskList: { name: 'acts' } })
      if (task.taskToken !== undefined) {
        await swf.respondDecisionTaskCompleted({ taskToken: task.taskToken, decisions: decisionsOf(task) })
      }
      if (activity !== undefined) {
        for (const details of ['1', '2', '3'])
          await swf.recordActivityTaskHeartbeat({ taskToken: activity, details })
        await swf.respondActivityTaskCompleted({ taskToken: activity, result: '{"json":{"sent":true}}' })
      }
      if (task.taskToken === undefined && activity === undefined) return
    }
  }
  await Promise.all(Array.from({ length: 20 }, lane))
}

type Task = Awaited<ReturnType<LocalSwf['swf']['pollForDecisionTask']>>
type Decisions = NonNullable<Parameters<LocalSwf['swf']['respondDecisionTaskCompleted']>[0]['decisions']>

const input = '{"json":{"order":7,"items":["tea","milk"]}}'
const taskList = { name: 'list' }
const executionStartToCloseTimeout = '86400'
const timeouts = {
  executionStartToCloseTimeout,
  taskStartToCloseTimeout: 'NONE',
  childPolicy: 'TERMINATE',
} as const

const child = (workflowId: string): Decisions[number] => ({
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: {
    workflowId,
    workflowType: flow,
    input,
    taskList,
    ...timeouts,
  },
})

const activity: Decisions[number] = {
  decisionType: 'ScheduleActivityTask',
  scheduleActivityTaskDecisionAttributes: {
    activityId: 'a',
    activityType: act,
    taskList: { name: 'acts' },
    input,
    scheduleToStartTimeout: 'NONE',
    scheduleToCloseTimeout: 'NONE',
    startToCloseTimeout: 'NONE',
    heartbeatTimeout: '60',
  },
}

/** The first decisions by the number in the workflow id; then the execution ends. */
function decisionsOf({ workflowExecution, events, startedEventId, previousStartedEventId }: Task): Decisions {
  const workflowId = workflowExecution!.workflowId!
  if (workflowId === 'always') {
    const days = events!.filter(
      ({ eventId, eventType }) =>
        eventId! > previousStartedEventId! && eventType === 'WorkflowExecutionSignaled',
    )
    return days.map(({ eventId }) => child(`always ${eventId}`))
  }
  const kind = workflowId.startsWith('w') ? Number(workflowId.split(' ').at(-1)) % 10 : 9
  if (
    startedEventId === 3 &&
    events![0]!.workflowExecutionStartedEventAttributes!.continuedExecutionRunId === undefined
  ) {
    if (kind < 6) return [activity]
    if (kind === 6) return [child(`child of ${workflowId}`)]
    if (kind === 7)
      return [
        {
          decisionType: 'StartTimer',
          startTimerDecisionAttributes: { timerId: 't', startToFireTimeout: '600' },
        },
      ]
    if (kind === 8)
      return [
        {
          decisionType: 'ContinueAsNewWorkflowExecution',
          continueAsNewWorkflowExecutionDecisionAttributes: { input, taskList, ...timeouts },
        },
      ]
  }
  return [
    {
      decisionType: 'CompleteWorkflowExecution',
      completeWorkflowExecutionDecisionAttributes: { result: input },
    },
  ]
}

async function startsOfChildren({ swf }: LocalSwf): Promise<number> {
  const { executionInfos } = await swf.listOpenWorkflowExecutions({
    domain,
    startTimeFilter: { oldestDate: new Date(0) },
    executionFilter: { workflowId: 'always' },
  })
  const execution = executionInfos![0]!.execution as { workflowId: string; runId: string }
  const { events } = await swf.getWorkflowExecutionHistory({
    domain,
    execution,
    maximumPageSize: 1000,
    reverseOrder: true,
  })
  const starts = new Map<number, number>()
  for (const { childWorkflowExecutionStartedEventAttributes: started } of events!) {
    if (started === undefined) continue
    starts.set(started.initiatedEventId!, (starts.get(started.initiatedEventId!) ?? 0) + 1)
  }
  return Math.max(...starts.values())
}

/** Milliseconds of the longest answer while a server that was down for long removes what has expired, and its rows. */
async function longestAnswer(): Promise<number> {
  const db = newFile()
  const clock = testClock()
  const first = await createLocalSwf({ db, clock })
  await register(first)
  for (let n = 0; n < overdue; n += 500) {
    await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        await start(first, `w${n + i}`)
        await first.swf.terminateWorkflowExecution({ domain, workflowId: `w${n + i}` })
      }),
    )
  }
  await first.close()
  const second = await createLocalSwf({ db, clock: testClock({ now: clock.now() + 3 * 24 * 3_600_000 }) })
  globalThis.gc?.()
  let longest = 0
  const end = performance.now() + 10_000
  while (performance.now() < end) {
    const begin = performance.now()
    await new Promise(resolve => setImmediate(resolve))
    await second.swf.describeDomain({ name: domain })
    longest = Math.max(longest, performance.now() - begin)
  }
  await second.close()
  return longest
}

/** What the log and the state have become after many days of retention. */
export const years: Measure = {
  name: 'years',
  about:
    `${days} simulated days of ${perDay} executions a day, kept for one day: the database file and the memory at the end, and the ` +
    `restart; floor: after three days of the same run. longest-answer: while a server removes ${overdue} executions that expired ` +
    'when it was down, and their rows',
  async run(): Promise<Figure[]> {
    const figures: Figure[] = []
    const compare = (at: string, value: number, floor: number) =>
      figures.push({
        measure: 'years',
        at,
        value: round(value / 1e6),
        unit: 'MB',
        floor: round(floor / 1e6),
        ratio: round(value / floor),
      })
    const onFile = await live(days, perDay, newFile())
    compare(`file, days=${days}`, onFile.last.file, onFile.third.file)
    compare(`memory, log in file`, onFile.last.memory, onFile.third.memory)
    figures.push({ measure: 'years', at: 'restart', value: round(onFile.restart!), unit: 's' })
    const inMemory = await live(days, perDay, ':memory:')
    compare(`memory, log in memory`, inMemory.last.memory, inMemory.third.memory)
    figures.push({ measure: 'years', at: 'longest-answer', value: round(await longestAnswer()), unit: 'ms' })
    return figures
  },
}
