import type { RunHandle, WorkflowHandle } from '@reyield/client'
import { activities, continueAsNew, log, signal, sleep, status, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import type { Logger } from '../src/index.ts'
import { until, ways, fixture, type Line, type Fixture } from './fixture.ts'

const options = { taskList: 'main', executionStartToClose: '300 days' } as const

/** Packs, waits for a minute; the broken version then awaits a promise that never settles. */
const packing = (broken: boolean) =>
  workflow({ name: 'packing', ...options }, async function* () {
    yield* status('packing')
    yield* sleep('1m')
    if (broken) await new Promise(() => undefined)
    return 'packed'
  })
const [broken, fixed] = [packing(true), packing(false)]

const errors = ({ lines }: Fixture) => lines.filter(({ level }) => level === 'error')

/** The waits between tries, in seconds. */
const waitsOf = async (handle: WorkflowHandle<unknown>) =>
  (await handle.history()).flatMap(({ timerStartedEventAttributes: timer }) =>
    timer?.timerId === '~retry' ? [Number(timer.startToFireTimeout)] : [],
  )

/** Waits until the last decision task has been completed. */
const answered = (handle: WorkflowHandle<unknown>) =>
  until(async () => {
    const types = (await handle.history()).map(({ eventType }) => eventType)
    return types.includes('DecisionTaskCompleted', types.lastIndexOf('DecisionTaskScheduled'))
  }, 'an answer')

/** An execution that is held because of a broken version, after its first wait has begun. */
async function held(here: Fixture) {
  const worker = here.worker({ workflows: [broken] })
  const handle = await here.started(broken)
  await until(async () => (await handle.describe()).openCounts?.openTimers === 1, 'the first wait')
  await here.clock.advance('1m')
  await until(() => errors(here).length === 1, 'a decision task that can not be completed')
  await here.clock.advance('10s') // it times out
  await until(async () => (await handle.describe()).held !== undefined, 'a held execution')
  return { worker, handle }
}

describe.each(ways)('over the %s, a held execution', way => {
  it('shows its error beside its last status, in status() and describe()', async () => {
    await using here = await fixture(way)
    const { handle } = await held(here)
    const error = {
      code: 'WORKFLOW_STUCK',
      message: expect.stringContaining('packing') as string,
    }
    expect(await handle.status()).toEqual({ status: 'packing', error })
    expect((await handle.describe()).held).toEqual(error)
  })

  it('is tried at once when it is nudged, and continues if a fixed version is deployed', async () => {
    await using here = await fixture(way)
    const { worker, handle } = await held(here)
    await worker.stop({ now: true })
    await here.worker({ workflows: [fixed] }).ready
    await handle.nudge()
    expect(await handle.result()).toBe('packed')
    expect(await waitsOf(handle)).toEqual([600])
    expect(await handle.status()).toEqual({ status: 'packing', error: undefined })
  })

  it('continues to wait when it is nudged and still can’t be decided', async () => {
    await using here = await fixture(way)
    const { handle } = await held(here)
    const before = errors(here).length
    await handle.nudge()
    await until(() => errors(here).length === before + 1, 'another try')
    await answered(handle)
    expect(await waitsOf(handle)).toEqual([600])
    await here.clock.advance('10m')
    await until(async () => (await waitsOf(handle)).length === 2, 'another wait')
    expect(await waitsOf(handle)).toEqual([600, 600])
  })
})

it('a nudge changes nothing for an execution that is not held', async () => {
  await using here = await fixture('direct transport')
  const go = signal('go')
  const counting = workflow({ name: 'counting', ...options }, function* () {
    yield* go
    return yield* go.pending()
  })
  here.worker({ workflows: [counting] })
  const handle = await here.started(counting)
  await handle.nudge()
  await handle.nudge()
  await handle.signal(go)
  expect(await handle.result()).toBe(0)
  expect(here.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  await expect(handle.nudge()).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' })
})

it('logs one warning with the names of unread signals when an execution closes', async () => {
  await using here = await fixture('direct transport')
  const [first, second, third] = [signal('first'), signal('second'), signal('third')]
  const hasty = workflow({ name: 'hasty', ...options }, function* (rounds: number) {
    yield* third
    if (rounds > 0) yield* continueAsNew(rounds - 1)
    return 'done'
  })
  here.worker({ workflows: [hasty] })
  const handle = await here.started(hasty, 1)
  for (const one of [first, second, first, third]) await handle.signal(one)
  const next = await continued(here, handle)
  await next.signal(third)
  expect(await handle.result()).toBe('done')
  const closing = ({ level, message }: Line) => level === 'warn' && message.startsWith('The execution closes')
  expect(here.lines.filter(closing)).toEqual([
    {
      level: 'warn',
      message:
        "The execution closes with signals that it has not received: 'first' (2 times), 'second'. They are lost. " +
        'Receive them before the end: for (const value of yield* channel.drain()) …',
    },
  ])
})

/** The handle of the run that follows a run. */
async function continued({ client }: Fixture, handle: RunHandle<string>) {
  const first = handle.runId
  await until(async () => {
    await handle.describe()
    return handle.runId !== first
  }, 'a new run')
  const type = workflow({ name: 'hasty', ...options }, function* () {
    yield* []
    return ''
  })
  return client.handle(type, { workflowId: handle.workflowId, runId: handle.runId })
}

describe('a logger or an onError that fails', () => {
  const fail: Record<string, () => unknown> = {
    throws: () => {
      throw new Error('disk full')
    },
    rejects: () => Promise.reject(new Error('disk full')),
  }
  it.each(Object.keys(fail))('never costs a response: it %s', async how => {
    await using here = await fixture('direct transport')
    const failing = fail[how] as () => void
    const logger: Logger = { debug: failing, info: failing, warn: failing, error: failing }
    const impl = {
      charge: async () => {
        throw new RangeError('declined')
      },
    }
    const { charge } = activities<typeof impl>({ startToClose: '1m' })
    const order = workflow({ name: 'order', ...options }, function* () {
      yield* log.warn('begins', { left: 3n })
      try {
        yield* charge()
      } catch {
        return 'kept'
      }
      return 'charged'
    })
    here.worker({ workflows: [order, broken], logger, onError: failing })
    here.worker({ activities: impl, logger, onError: failing })
    const stuck = await here.started(broken)
    const handle = await here.started(order)
    expect(await handle.result()).toBe('kept')
    await here.clock.advance('1m')
    await here.clock.advance('10s')
    await until(async () => (await stuck.describe()).held !== undefined, 'a held execution')
  })
})
