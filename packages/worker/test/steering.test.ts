import {
  activities,
  allSettled,
  isReyieldError,
  now,
  race,
  signal,
  sleep,
  status,
  workflow,
  type ActivityTimedOutError,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import type { ActivityContext } from '../src/index.ts'
import { until, ways, fixture } from './fixture.ts'

const options = { taskList: 'main', executionStartToClose: '1 day' } as const

describe.each(ways)('over the %s', way => {
  it('a failing activity is retried by its policy, with timers as waits', async () => {
    await using here = await fixture(way)
    let tries = 0
    const impl = {
      flaky: async () => {
        if (++tries < 3) throw new Error('not yet')
        return tries
      },
    }
    const { flaky } = activities<typeof impl>({
      startToClose: '1m',
      retry: { maximumAttempts: 3, initialInterval: '10s' },
    })
    const stubborn = workflow({ name: 'stubborn', ...options }, async function* () {
      return yield* flaky()
    })
    here.worker({ workflows: [stubborn] })
    here.worker({ activities: impl })
    const handle = await here.started(stubborn)
    for (const timer of ['1~1', '1~2']) {
      await until(
        async () =>
          (await handle.history()).some(event => event.timerStartedEventAttributes?.timerId === timer),
        `timer ${timer}`,
      )
      await here.clock.toNextEvent()
    }
    expect(await handle.result()).toBe(3)
  })

  it('a signal is received with its type whenever it comes, or a timer fires', async () => {
    await using here = await fixture(way)
    const approved = signal<{ by: string; at: Date }>('approved')
    const approval = workflow({ name: 'approval', ...options }, async function* () {
      const first = yield* race({ approved, late: sleep('1h') })
      const second = yield* race({ approved, late: sleep('1h') })
      return [first.winner === 'approved' && first.value, second.winner]
    })
    here.worker({ workflows: [approval] })
    const handle = await here.started(approval)
    await handle.signal(approved, { by: 'me', at: new Date(5) })
    await until(
      async () =>
        (await handle.history()).some(event => event.timerStartedEventAttributes?.timerId === '2.2.1'),
      'the second round',
    )
    await here.clock.advance('1h')
    expect(await handle.result()).toEqual([{ by: 'me', at: new Date(5) }, 'late'])
  })

  it('after a cancel request the saga is compensated, and the execution closes as CANCELED', async () => {
    await using here = await fixture(way)
    const undone: string[] = []
    const impl = {
      refund: async (what: string) => {
        undone.push(what)
      },
    }
    const { refund } = activities<typeof impl>({ startToClose: '1m' })
    const order = workflow({ name: 'order', ...options }, async function* (id: string) {
      try {
        yield* sleep('1h')
      } catch (error) {
        if (isReyieldError(error, 'CANCELED')) yield* refund(id)
        throw error
      }
    })
    here.worker({ workflows: [order] })
    here.worker({ activities: impl })
    const handle = await here.started(order, 'order 7')
    await until(async () => (await handle.describe()).openCounts!.openTimers === 1, 'the timer')
    await handle.requestCancel()
    await expect(handle.result()).rejects.toMatchObject({ code: 'WORKFLOW_CANCELED' })
    expect(undone).toEqual(['order 7'])
  })

  it('each of the four timeouts has its name, and the details of the last heartbeat', async () => {
    await using here = await fixture(way)
    let beaten = false
    const impl = {
      hang: (_: string) => new Promise<void>(() => {}),
      async copy(_: string, { heartbeat }: ActivityContext) {
        await heartbeat({ copied: 2 })
        beaten = true
        return new Promise<void>(() => {})
      },
    }
    const { hang, copy } = activities<typeof impl>({ startToClose: 'NONE' })
    const timeouts = workflow({ name: 'timeouts', ...options }, async function* () {
      const ends = yield* allSettled([
        hang.with({ scheduleToStart: '10s', taskList: 'not polled' })('a'),
        hang.with({ startToClose: '11s' })('b'),
        hang.with({ scheduleToClose: '12s' })('c'),
        copy.with({ heartbeat: '13s' })('d'),
      ])
      return ends.map(end => {
        const { timeoutType, details } = (end as { reason: ActivityTimedOutError }).reason
        return [timeoutType, details]
      })
    })
    here.worker({ workflows: [timeouts] })
    here.worker({ activities: impl })
    const handle = await here.started(timeouts)
    const started = async () =>
      (await handle.history()).filter(({ eventType }) => eventType === 'ActivityTaskStarted')
    await until(async () => (await started()).length === 3, 'three running activities')
    await until(() => beaten, 'a heartbeat')
    await here.clock.advance('20s')
    expect(await handle.result()).toEqual([
      ['SCHEDULE_TO_START', undefined],
      ['START_TO_CLOSE', undefined],
      ['SCHEDULE_TO_CLOSE', undefined],
      ['HEARTBEAT', { copied: 2 }],
    ])
  })

  it('shows its status to clients, even after its end', async () => {
    await using here = await fixture(way)
    const reporting = workflow({ name: 'reporting', ...options }, async function* () {
      yield* status({ step: 'waiting', since: yield* now() })
      yield* sleep('1h')
      yield* sleep('1h')
      yield* status('done')
    })
    here.worker({ workflows: [reporting] })
    const handle = await here.started(reporting)
    expect(await handle.status()).toEqual({ status: undefined, error: undefined })
    const startedAt = (await handle.describe()).executionInfo!.startTimestamp
    for (const timers of [1, 2]) {
      await until(async () => {
        const started = (await handle.history()).filter(({ eventType }) => eventType === 'TimerStarted')
        return started.length === timers
      }, 'a timer')
      expect(await handle.status()).toEqual({
        status: { step: 'waiting', since: startedAt },
        error: undefined,
      })
      await here.clock.advance('1h')
    }
    await handle.result()
    expect((await handle.status<string>()).status).toBe('done')
    const contexts = (await handle.history()).map(
      event => event.decisionTaskCompletedEventAttributes?.executionContext !== undefined,
    )
    expect(contexts.filter(Boolean)).toHaveLength(2) // sent when it changes, not with every answer
  })
})
