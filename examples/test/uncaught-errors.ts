import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { createWorker, type ActivityContext, type Logger } from '@reyield/worker'
import { activities, sleep, workflow } from '@reyield/workflow'

/**
 * Runs workflows and activities that cause errors which no code catches, in a process of their own. Argument: which ones. Prints the
 * results as JSON.
 */
const events = [
  'uncaughtException',
  'uncaughtExceptionMonitor',
  'unhandledRejection',
  'newListener',
  'removeListener',
] as const
const listeners = () => events.map(event => process.listenerCount(event))
const before = { listeners: listeners(), queueMicrotask: globalThis.queueMicrotask }

const lines: string[] = []
const line =
  (level: string) =>
  (message: string, fields: object = {}) => {
    const { code, workflow, activity } = fields as Record<string, string>
    if (level === 'error') lines.push(`${workflow ?? activity}: ${code}: ${message}`)
  }
const logger: Logger = {
  debug: line('debug'),
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
}
const local = await createLocalSwf()
const place = { swf: local.swf, domain: 'd', taskList: 'tl', logger }
const client = createClient(place)
const options = { taskList: 'tl', executionStartToClose: '1 day' } as const

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !holds(); await wait(5)) {
    if (Date.now() > deadline) throw new Error(`Twenty seconds have passed; the log has\n${lines.join('\n')}`)
  }
}

/** Ways to cause an uncaught error. */
const leaves = {
  rejectedPromise: () => void Promise.reject(new RangeError('left')),
  rejectedInFinally: () =>
    void (async () => {
      try {
        await Promise.resolve()
      } finally {
        await Promise.reject(new RangeError('left'))
      }
    })(),
  rejectedWithUndefined: () => void Promise.reject(undefined),
  nextTickThrows: () =>
    process.nextTick(() => {
      throw new RangeError('left')
    }),
  microtaskThrows: () =>
    queueMicrotask(() => {
      throw new RangeError('left')
    }),
  emitterWithoutListener: () =>
    process.nextTick(() => {
      new EventEmitter().emit('error', new RangeError('left'))
    }),
}

/** Names of those whose later errors may occur now. */
const released = new Set<string>()

/** Ways whose errors occur later, when they are released. */
const leavesLater = {
  timerThrows: () => throwsWhenReleased('timerThrows'),
  rejectedLater: () =>
    void (async () => {
      while (!released.has('rejectedLater')) await wait(2)
      throw new RangeError('left')
    })(),
}

function throwsWhenReleased(name: string): void {
  const timer = setInterval(() => {
    if (!released.has(name)) return
    clearInterval(timer)
    throw new RangeError('left')
  }, 2)
}

const good = workflow({ name: 'good', ...options }, function* () {
  yield* sleep('1s')
  return 'fine'
})

/** Runs each way in its own execution, all at once, beside a correct one. */
async function workflows(how: string | undefined): Promise<unknown> {
  if (how === 'listener') process.on('unhandledRejection', () => undefined)
  const all = { ...leaves, ...leavesLater }
  const bad = Object.entries(all).map(([name, leave]) =>
    workflow({ name, ...options }, async function* () {
      leave()
      yield* sleep('1h')
    }),
  )
  const both = [1, 2].map(() =>
    createWorker({ ...place, workflows: [...bad, good], watchdog: false, guards: 'off' }),
  )
  await Promise.all(both.map(one => one.ready))
  const started = await Promise.all([...bad, good].map(one => client.start(one as typeof good)))
  const result = await started.at(-1)!.result()
  const names = bad.map(({ name }) => name)
  const isScheduled = async (at: number) =>
    (await started[at]!.history()).some(({ eventType }) => eventType === 'TimerStarted')
  for (const name of Object.keys(leavesLater)) {
    while (!(await isScheduled(names.indexOf(name)))) await wait(2)
    released.add(name)
  }
  await until(() => names.every(name => lines.some(text => text.startsWith(`${name}: ERROR_UNCAUGHT`))))
  const scheduled = await Promise.all(names.map((_, at) => isScheduled(at)))
  await Promise.all(both.map(one => one.stop({ now: true })))
  return {
    good: result,
    held: names.filter((_, at) => !scheduled[at]),
    reportedLater: names.filter((_, at) => scheduled[at]),
    example: lines
      .find(text => text.startsWith('rejectedPromise'))!
      .replace(/thrown at .*?:\d+:\d+\)?/, 'thrown at …'),
  }
}

/** Runs each way in its own activity, all at once, beside a correct one. */
async function failures(): Promise<unknown> {
  const all: Record<string, (context: ActivityContext) => void> = {
    ...leaves,
    ...leavesLater,
    heartbeatTooLong: ({ heartbeat }) => void heartbeat('x'.repeat(3000)),
    heartbeatUnserializable: ({ heartbeat }) => void heartbeat(() => 1),
  }
  for (const name of Object.keys(leavesLater)) released.add(name)
  let aborted = 0
  const functions = {
    right: async () => wait(200, 'copied'),
    ...Object.fromEntries(
      Object.entries(all).map(([name, leave]) => [
        name,
        async (_: unknown, context: ActivityContext) => {
          leave(context)
          await new Promise(resolve => context.signal.addEventListener('abort', resolve))
          aborted++
          await new Promise(() => undefined)
        },
      ]),
    ),
    returnsAtOnce: async () => void Promise.reject(new RangeError('left')),
    leavesLaterThanItsEnd: async () => throwsWhenReleased('leavesLaterThanItsEnd'),
  } as unknown as Record<string, (input: string) => Promise<string>>
  const declared = activities<typeof functions>({ startToClose: '1m' })
  const runs = workflow({ name: 'runs', ...options }, function* (name: string) {
    try {
      return (yield* declared[name]!('')) ?? 'nothing'
    } catch (error) {
      return String((error as Error).cause)
    }
  })
  const worker = createWorker({ ...place, activities: functions, concurrency: 20 })
  const starter = createWorker({ ...place, workflows: [runs], watchdog: false })
  await Promise.all([worker.ready, starter.ready])
  const outcomes = await Promise.all(
    Object.keys(functions).map(async name => [name, await (await client.start(runs, name)).result()]),
  )
  released.add('leavesLaterThanItsEnd')
  await until(() => lines.some(text => text.startsWith('leavesLaterThanItsEnd')))
  await Promise.all([worker.stop({ now: true }), starter.stop({ now: true })])
  return { outcomes: Object.fromEntries(outcomes) as object, aborted, lines: lines.length }
}

/** Errors of code outside of workflows and activities. */
async function outside(how: string): Promise<unknown> {
  if (how === 'listener') process.on('unhandledRejection', error => lines.push(String(error)))
  const worker = createWorker({ ...place, workflows: [good], watchdog: false })
  await worker.ready
  await (await client.start(good)).result()
  if (how === 'timer') {
    setTimeout(() => {
      throw new RangeError('left')
    })
  } else void Promise.reject(new RangeError('left'))
  await wait(50)
  await worker.stop({ now: true })
  return lines
}

/** Counts the process listeners that workers add and remove. */
async function stopped(): Promise<unknown> {
  const two = [1, 2].map(() => createWorker({ ...place, workflows: [good], watchdog: false }))
  await Promise.all(two.map(one => one.ready))
  const during = listeners()
  await two[0]!.stop({ now: true })
  const withOne = listeners()
  await two[1]!.stop({ now: true })
  const after = { listeners: listeners(), queueMicrotask: globalThis.queueMicrotask }
  return {
    during: during.map((count, at) => count - before.listeners[at]!),
    withOne: withOne.map((count, at) => count - before.listeners[at]!),
    after: after.listeners.map((count, at) => count - before.listeners[at]!),
    sameQueueMicrotask: after.queueMicrotask === before.queueMicrotask,
  }
}

const [what, how] = process.argv.slice(2)
const doing = { workflows: () => workflows(how), failures, outside: () => outside(how!), stopped }
console.log(JSON.stringify(await doing[what as keyof typeof doing]()))
process.exit(0)
