import { setImmediate } from 'node:timers/promises'
import { createClient, retrying } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { activity, all, race, signal, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, inThread, type AnyWorkerOptions, type InThreadOptions } from '../src/index.ts'
import { fixture, keptLog, timersOf, until, type Fixture } from './fixture.ts'

const file = (name: string) => new URL(`./threads/${name}`, import.meta.url)
const inThreadOf = (name: string, options?: InThreadOptions) =>
  inThread<(input?: unknown) => Promise<unknown>>(file('activities.cjs'), {
    export: name,
    threads: 1,
    grace: '50ms',
    ...options,
  })

const stop = signal('stop')
const abandoned = workflow(
  { name: 'abandoned', taskList: 'main', executionStartToClose: '1 day' },
  async function* (name: string) {
    yield* race({ done: activity<undefined, unknown>(name, { startToClose: '1h' })(undefined), stop })
    yield* stop
  },
)

/** Starts an execution with an activity that sends heartbeats, and waits until it runs. */
async function begun(w: Fixture, name: string) {
  const handle = await w.started(abandoned, name)
  await until(() => w.lines.some(({ message }) => message === 'The activity begins'), 'an activity that runs')
  const endsWith = async (eventType: string) => {
    await until(async () => (await handle.history()).some(event => event.eventType === eventType), eventType)
    return (await handle.history()).findLast(event =>
      /^ActivityTask(Canceled|Failed|Completed)$/.test(event.eventType!),
    )
  }
  return { handle, endsWith }
}

async function serving(activities: object, options: Partial<AnyWorkerOptions> = {}) {
  const w = await fixture('direct transport')
  w.worker({ workflows: [abandoned] })
  const worker = w.worker({ activities, ...options })
  return { w, worker }
}

describe('an activity in a thread that is asked to end', () => {
  it.each(['untilAborted', 'computes', 'blocks', 'keepsOn'])(
    'is canceled: %s, by itself or with its thread',
    async name => {
      const { w } = await serving({ [name]: inThreadOf(name), echo: inThreadOf('echo') })
      await using _ = w
      const { handle, endsWith } = await begun(w, name)
      await handle.signal(stop)
      expect(await endsWith('ActivityTaskCanceled')).toBeDefined()
      const next = await w.started(abandoned, 'echo') // gets a thread
      await until(
        async () => (await next.history()).some(event => event.eventType === 'ActivityTaskCompleted'),
        'the next',
      )
    },
  )

  it('learns of it by automatic heartbeats, although it blocks its thread', async () => {
    const { w } = await serving({ spins: inThreadOf('spins') }, { heartbeat: { every: '1s' } })
    await using _ = w
    const { handle, endsWith } = await begun(w, 'spins')
    await handle.signal(stop)
    expect(await endsWith('ActivityTaskCanceled')).toBeDefined()
  })

  it('may complete all the same', async () => {
    const { w } = await serving({ swallows: inThreadOf('swallows', { grace: '10s' }) })
    await using _ = w
    const { handle, endsWith } = await begun(w, 'swallows')
    await handle.signal(stop)
    expect((await endsWith('ActivityTaskCompleted'))?.activityTaskCompletedEventAttributes?.result).toBe(
      '{"json":"done all the same"}',
    )
  })

  it('is lost without a response if its execution has closed, and its thread is terminated', async () => {
    const { w, worker } = await serving({ keepsOn: inThreadOf('keepsOn') })
    await using _ = w
    const { handle } = await begun(w, 'keepsOn')
    await handle.terminate()
    await until(() => worker.stats().activities!.running === 0, 'no task')
    expect(w.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'Too late: SWF no longer knows the activity task',
    ])
  })

  it('is left with its thread when the worker stops at once, whatever its grace is', async () => {
    const { w, worker } = await serving({ blocks: inThreadOf('blocks', { grace: '1h' }) })
    await using _ = w
    await begun(w, 'blocks')
    await worker.stop({ now: true })
    await until(() => w.lines.some(({ level }) => level === 'warn'), 'a warning')
    expect(w.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'The worker stopped before the activity ended. Nothing is recorded, and SWF times out the activity',
    ])
  })

  it('ends at once if it still waits for a thread', async () => {
    const controller = new AbortController()
    const blocks = inThreadOf('blocks')
    const first = blocks(undefined, { signal: controller.signal }).catch((error: unknown) => error)
    const waiting = new AbortController()
    const second = inThreadOf('echo')(1, { signal: waiting.signal }).catch((error: unknown) => error)
    const third = inThreadOf('echo')(3)
    await setImmediate()
    waiting.abort('no longer needed')
    expect(await second).toBe('no longer needed')
    controller.abort()
    expect([await first, await third]).toEqual([controller.signal.reason, 3])
  })

  it('learns why, and that its worker stops', async () => {
    const reason = inThreadOf('reasons', { grace: '10s' }) // it begins when the thread starts
    const context = { signal: AbortSignal.abort(new TypeError('enough')), stopping: AbortSignal.abort() }
    expect(await reason(undefined, context)).toEqual([
      'TypeError: enough',
      'AbortError: This operation was aborted',
    ])
  })
})

describe('a thread that ends before its activity', () => {
  const crash = async (name: string, module = 'activities.cjs', options: InThreadOptions = {}) => {
    const fn = inThread<() => Promise<unknown>>(file(module), { export: name, threads: 1, ...options })
    const other = inThread<() => Promise<unknown>>(file(module), {
      export: 'nothing',
      threads: 1,
      ...options,
    })
    const error = await Promise.all([
      fn().catch((thrown: unknown) => thrown),
      module === 'outside.cjs' ? 0 : other(),
    ])
    return error[0]
  }

  it.each<[string, string, string, InThreadOptions?]>([
    ['process.exit', 'exits', 'Code in the thread called process.exit(3). Throw an error instead'],
    [
      'too much memory',
      'grows',
      'It used more memory than it may. Let it use less, or raise resourceLimits of inThread',
      { resourceLimits: { maxOldGenerationSizeMb: 24 } },
    ],
  ])('fails only this activity: %s', async (_, name, why, options) => {
    expect(await crash(name, 'activities.cjs', options)).toMatchObject({
      code: 'THREAD_CRASHED',
      message: `The thread of activity '${name}' ended before the activity. ${why}`,
    })
  })

  it('fails only this activity: an error that belongs to none', async () => {
    expect(await crash('waits', 'outside.cjs')).toMatchObject({
      code: 'THREAD_CRASHED',
      message: expect.stringMatching(
        /^The thread of activity 'waits' ended before the activity\. RangeError was thrown at .*outside\.cjs.*, and no code catches that error/,
      ) as string,
      cause: { message: 'outside' },
    })
  })
})

it('activities in threads lose nothing, whatever faults are injected and whichever threads end', async () => {
  const doubled = workflow(
    { name: 'doubled', taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '3s' },
    async function* (numbers: number[]) {
      const flaky = activity<number, number>('flaky', { startToClose: '5s', retry: { maximumAttempts: 100 } })
      return yield* all(numbers.map(n => flaky(n)))
    },
  )
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const swf = retrying(local.swf, { timers: timersOf(clock) })
  const place = { swf, domain: 'test', taskList: 'main', logger: keptLog().logger }
  const workers = [
    createWorker({ ...place, workflows: [doubled] }),
    createWorker({ ...place, activities: { flaky: inThreadOf('flaky', { threads: 2 }) } }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const handle = await createClient(place).start(doubled, [1, 2, 3, 4, 5, 6])
  local.setFaults({
    seed: 1,
    throttles: 0.1,
    failures: 0.1,
    lostRequests: 0.1,
    lostResponses: 0.1,
    duplicateTasks: 0.1,
  })
  let isOpen = true
  void local.swf.closed({ domain: 'test', ...handle }).then(() => (isOpen = false))
  while (isOpen) {
    await clock.advance(20)
    await setImmediate()
  }
  local.setFaults(undefined)
  expect(await handle.result()).toEqual([2, 4, 6, 8, 10, 12])
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()
})
