import { setImmediate } from 'node:timers/promises'
import { retrying, type Swf } from '@reyield/client'
import { scriptedSwfError, scriptedSwf } from '@reyield/client/testing'
import { describe, expect, it } from 'vitest'
import { createWorker, type Worker } from '../src/index.ts'
import { keptLog, until } from './fixture.ts'
import { workflow } from '@reyield/workflow'

const nothing = workflow({ name: 'nothing', executionStartToClose: '1h' }, function* () {})
const place = { domain: 'd', taskList: 'main', register: false }

/** An SWF without tasks, which a test can make unreachable. Waits take no real time, but the clock advances. */
function pulledPlug(down: () => Error | undefined) {
  let now = 0
  let tries = 0
  const timers = {
    now: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds
      await setImmediate()
    },
  }
  const poll = async () => {
    tries++
    await setImmediate()
    const error = down()
    if (error !== undefined) throw error
    now += 60_000 // SWF holds a poll for a minute
    return {}
  }
  const swf: Swf = {
    ...scriptedSwf({}).swf,
    describeDomain: async () => ({}) as never,
    pollForActivityTask: poll as never,
    pollForDecisionTask: poll as never,
  }
  return { swf, timers, tries: () => tries }
}

const refused = () =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4577'), { code: 'ECONNREFUSED' })

const ports: [string, (swf: Swf, timers: ReturnType<typeof pulledPlug>['timers']) => Swf][] = [
  ['that is retried', (swf, timers) => retrying(swf, { timers })],
  ['that never retries', swf => swf],
]
const kinds: [string, (options: never) => Worker][] = [
  [
    'decider',
    (options: object) =>
      createWorker({
        ...(options as never as { swf: Swf }),
        ...place,
        watchdog: false,
        workflows: [nothing],
      }),
  ],
  [
    'activity worker',
    (options: object) =>
      createWorker({ ...(options as never as { swf: Swf }), ...place, activities: { async a() {} } }),
  ],
  [
    'worker with both',
    (options: object) =>
      createWorker({
        ...(options as never as { swf: Swf }),
        ...place,
        watchdog: false,
        workflows: [nothing],
        activities: { async a() {} },
      }),
  ],
]
const failures: [string, () => Error][] = [
  ['no answer', refused],
  ['faults of the server', () => scriptedSwfError('InternalFailure', 'oops', 500)],
]

describe.each(ports)('over a port %s', (_, bind) => {
  describe.each(kinds)('a %s', (_, start) => {
    it.each(failures)(
      'logs an outage (%s) as one warning, and once when it is over, by default',
      async (_, failure) => {
        let error: Error | undefined
        const swf = pulledPlug(() => error)
        const { lines, logger } = keptLog()
        const reported: unknown[] = []
        const options = {
          swf: bind(swf.swf, swf.timers),
          timers: swf.timers,
          logger,
          pollers: 3,
          onError: (e: unknown) => reported.push(e),
        }
        const worker = start(options as never)
        await worker.ready
        const shown = () =>
          lines.filter(({ level }) => level !== 'debug').map(({ level, message }) => `${level}: ${message}`)
        for (let round = 0; round < 2; round++) {
          await until(() => swf.tries() > 5, 'polls')
          lines.length = 0
          reported.length = 0
          error = failure()
          const before = swf.tries()
          await until(() => swf.tries() > before + 20, 'tries')
          expect(shown()).toEqual([
            `warn: SWF can't be reached, and the worker retries until it can: ${error.message}`,
          ])
          expect(reported).toEqual([error])
          error = undefined
          await until(() => shown().length > 1, 'the end of it')
          expect(shown()[1]).toMatch(/^info: SWF responds again after \d+(\.\d)? (ms|s|min|h)$/)
          expect(shown()).toHaveLength(2)
        }
        await worker.stop({ now: true })
      },
    )
  })
})

it('an outage lasts until the first successful request was sent, however long SWF held it', async () => {
  let error: Error | undefined
  let now = 0
  const swf = pulledPlug(() => error)
  const timers = { now: () => now, sleep: () => setImmediate() }
  const { lines, logger } = keptLog()
  let tries = 0
  const port: Swf = {
    ...swf.swf,
    async pollForActivityTask() {
      await setImmediate()
      tries++
      if (error !== undefined) {
        now += 10_000
        if (tries > 20) error = undefined
        throw refused()
      }
      now += 60_000
      return {} as never
    },
  }
  const worker = createWorker({
    ...place,
    swf: retrying(port, { timers }),
    timers,
    logger,
    pollers: 1,
    activities: { async a() {} },
  })
  await worker.ready
  await until(() => tries > 3, 'polls')
  tries = 0
  error = refused()
  await until(() => lines.some(({ message }) => message.startsWith('SWF responds')), 'the end')
  expect(lines.find(({ message }) => message.startsWith('SWF responds'))!.message).toBe(
    'SWF responds again after 3 min',
  )
  await worker.stop({ now: true })
})

it('logs no outage for a single failed try, for throttling, and for polls that stopping aborts', async () => {
  let nth = 0
  const swf = pulledPlug(() =>
    ++nth % 4 === 0
      ? refused()
      : nth % 4 === 2
        ? scriptedSwfError('ThrottlingException', 'Rate exceeded')
        : undefined,
  )
  const { lines, logger } = keptLog()
  const worker = createWorker({
    ...place,
    swf: retrying(swf.swf, { timers: swf.timers }),
    timers: swf.timers,
    logger,
    pollers: 1,
    activities: { async a() {} },
  })
  await worker.ready
  await until(() => swf.tries() > 40, 'polls')
  await worker.stop({ now: true })
  expect(lines.filter(({ level }) => level !== 'debug').map(({ message }) => message)).toEqual([
    'Polling',
    'Stopping',
    'Stopped',
  ])
})

it.each(['pollForDecisionTask', 'pollForActivityTask'] as const)(
  'an outage of %s alone is reported once, though SWF responds to the other polls of the worker meanwhile',
  async method => {
    let error: Error | undefined
    const swf = pulledPlug(() => undefined)
    let failed = 0
    const port: Swf = {
      ...swf.swf,
      async [method](...call: never[]) {
        await setImmediate()
        if (error === undefined) return (swf.swf[method] as (...call: never[]) => Promise<unknown>)(...call)
        failed++
        throw error
      },
    }
    const { lines, logger } = keptLog()
    const worker = createWorker({
      ...place,
      swf: retrying(port, { timers: swf.timers }),
      timers: swf.timers,
      logger,
      pollers: 2,
      watchdog: false,
      workflows: [nothing],
      activities: { async a() {} },
    })
    const outages = () => lines.map(({ message }) => message).filter(message => message.startsWith('SWF '))
    await worker.ready
    error = scriptedSwfError('InternalFailure', 'oops', 500)
    const others = swf.tries()
    await until(() => failed > 20 && swf.tries() > others + 20, 'tries')
    const begins = "SWF can't be reached, and the worker retries until it can: oops"
    expect(outages()).toEqual([begins])
    error = undefined
    await until(() => outages().length > 1, 'the end of it')
    await worker.stop({ now: true })
    expect(outages()).toEqual([begins, expect.stringMatching(/^SWF responds again after /)])
  },
)
