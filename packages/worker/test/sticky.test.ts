import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createClient, type Swf } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { activities, all, log, signal, sleep, status, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type AnyWorkerOptions } from '../src/index.ts'
import { keptLog, until } from './fixture.ts'

const impl = { step: async (n: number) => n }
const { step } = activities<typeof impl>({ startToClose: '1m' })
const options = { taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '30s' } as const
const go = signal<number>('go')

/** One activity after the other. */
const serial = workflow({ name: 'serial', ...options }, async function* (count: number) {
  let sum = 0
  for (let n = 0; n < count; n++) sum += yield* step(n)
  return sum
})

/** Waits for signals. */
const waits = workflow({ name: 'waits', ...options }, async function* (count: number) {
  const values = []
  for (let n = 0; n < count; n++) values.push(yield* go)
  return values
})

const none = { absent: 0, gap: 0, stale: 0 }

/** A local SWF whose polls are recorded, with deciders that keep replays. */
async function setting() {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const { lines, logger } = keptLog()
  const polls: { list: string; events: number[] }[] = []
  const reads: string[] = []
  const swf: Swf = {
    ...local.swf,
    abortablePolls: true,
    async pollForDecisionTask(input, call) {
      const output = await local.swf.pollForDecisionTask(input, call)
      if (output.taskToken)
        polls.push({ list: input.taskList!.name!, events: (output.events ?? []).map(idOf) })
      return output
    },
    getWorkflowExecutionHistory(input, call) {
      if (input.reverseOrder !== true) reads.push(input.execution!.runId!)
      return local.swf.getWorkflowExecutionHistory(input, call)
    },
  }
  const workers: ReturnType<typeof createWorker>[] = []
  const worker = (given: Partial<AnyWorkerOptions>) => {
    const made = createWorker({ swf, domain: 'test', taskList: 'main', logger, ...given })
    workers.push(made)
    return made
  }
  const client = createClient({ swf: local.swf, domain: 'test' })
  return {
    clock,
    lines,
    polls,
    reads,
    swf,
    worker,
    client,
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map(one => one.stop({ now: true })))
      await local.close()
    },
  }
}

const idOf = ({ eventId }: HistoryEvent) => eventId!

describe('a decider with a cache', () => {
  it('gets only new events after the first task, and forgets an execution that has closed', async () => {
    await using here = await setting()
    const decider = here.worker({ workflows: [serial], activities: impl })
    await decider.ready
    const handle = await here.client.start(serial, 3)
    expect(await handle.result()).toBe(3)
    const [first, ...rest] = here.polls
    expect(first).toEqual({ list: 'main', events: [1, 2, 3] })
    expect(rest.map(({ list }) => list === 'main')).toEqual([false, false, false])
    expect(rest.map(({ events }) => events)).toEqual([
      [3, 4, 5, 6, 7, 8, 9],
      [9, 10, 11, 12, 13, 14, 15],
      [15, 16, 17, 18, 19, 20, 21],
    ])
    expect(here.reads).toEqual([])
    await until(() => decider.cacheStats()!.hits === 3, 'three hits')
    expect(decider.cacheStats()).toEqual({ executions: 0, bytes: 0, hits: 3, misses: none, evictions: 0 })
  })

  it('names its own list with each answer, and the common one with the answer that closes', async () => {
    await using here = await setting()
    await here.worker({ workflows: [serial], activities: impl, cache: { stickyTimeout: '90s' } }).ready
    const handle = await here.client.start(serial, 1)
    await handle.result()
    const completed = (await handle.history()).flatMap(
      event => event.decisionTaskCompletedEventAttributes ?? [],
    )
    expect(
      completed.map(({ taskList, taskListScheduleToStartTimeout }) => ({
        taskList,
        taskListScheduleToStartTimeout,
      })),
    ).toEqual([
      { taskList: { name: here.polls[1]!.list }, taskListScheduleToStartTimeout: '90' },
      { taskList: { name: 'main' }, taskListScheduleToStartTimeout: undefined },
    ])
    expect(here.polls[1]!.list).toMatch(/^main~[\w.-]+-\d+-[0-9a-f]{8}-[0-9a-f]{4}$/)
  })

  it('reads the whole history of an execution that it has evicted', async () => {
    await using here = await setting()
    const decider = here.worker({ workflows: [waits], cache: { maxExecutions: 1 } })
    await decider.ready
    const [one, other] = [await here.client.start(waits, 2), await here.client.start(waits, 2)]
    await until(() => decider.cacheStats()!.evictions === 1, 'an eviction')
    for (const value of [1, 2]) {
      for (const handle of [one, other]) {
        await handle.signal(go, value)
        await until(async () => (await handle.describe()).openCounts?.openDecisionTasks !== 1, 'a decision')
      }
    }
    expect(await Promise.all([one.result(), other.result()])).toEqual([
      [1, 2],
      [1, 2],
    ])
    await until(() => decider.cacheStats()!.executions === 0, 'an empty cache')
    const { hits, misses } = decider.cacheStats()!
    expect(misses.absent).toBeGreaterThan(0)
    expect(hits + misses.absent).toBe(4)
    expect(here.reads).toHaveLength(misses.absent)
  })

  it('does not keep an execution that is larger than the whole cache, and leaves it to all deciders', async () => {
    await using here = await setting()
    const decider = here.worker({ workflows: [waits], cache: { maxBytes: 25_000 } })
    await decider.ready
    const [small, large] = [await here.client.start(waits, 1), await here.client.start(waits, 2)]
    await until(() => decider.cacheStats()!.executions === 2, 'two cached replays')
    await large.signal(go, 'x'.repeat(20_000) as never)
    await until(async () => (await completions(large)).length === 2, 'an answer')
    for (const handle of [large, small]) await handle.signal(go, 1)
    await Promise.all([large.result(), small.result()])
    const lists = (await completions(large)).map(({ taskList }) => taskList!.name === 'main')
    expect(lists).toEqual([false, true, true])
    expect(decider.cacheStats()).toEqual({ executions: 0, bytes: 0, hits: 2, misses: none, evictions: 0 })
  })

  it('makes a full replay after another decider has decided in between', async () => {
    await using here = await setting()
    const [first, second] = [gate(), gate()]
    let polls = 0
    const once: Swf = {
      ...here.swf,
      /** Polls the common list only once. */
      async pollForDecisionTask(input, call) {
        if (input.taskList!.name === 'main' && ++polls > 1) {
          return new Promise((_, reject) =>
            call?.abortSignal?.addEventListener('abort', () => reject(call.abortSignal!.reason as Error)),
          )
        }
        return here.swf.pollForDecisionTask(input, call)
      },
      async respondDecisionTaskCompleted(input, call) {
        first.open()
        await second.passed
        return here.swf.respondDecisionTaskCompleted(input, call)
      },
    }
    const decider = here.worker({ swf: once, workflows: [waits] })
    await decider.ready
    const handle = await here.client.start(waits, 2)
    await first.passed
    await handle.signal(go, 1) // the task for it is put on the common list, before the decider names its own
    await here.worker({ workflows: [waits], cache: false }).ready
    second.open()
    await until(() => here.polls.length === 2, 'a task of the other decider')
    await until(async () => (await handle.describe()).openCounts?.openDecisionTasks === 0, 'its answer')
    await handle.signal(go, 2)
    expect(await handle.result()).toEqual([1, 2])
    await until(() => decider.cacheStats()!.misses.gap === 1, 'a miss')
    expect(decider.cacheStats()).toMatchObject({ executions: 0, hits: 0, misses: { ...none, gap: 1 } })
    expect(here.reads).toEqual([handle.runId])
  })

  it('trusts a full replay if the kept one throws, and logs the lines of the workflow once', async () => {
    await using here = await setting()
    let broken = 0
    const fragile = workflow({ name: 'fragile', ...options }, async function* () {
      yield* step(1)
      yield* log.info('after the step')
      if (broken-- > 0) throw new TypeError('something outside')
      return 'well'
    })
    const decider = here.worker({ workflows: [fragile], activities: impl })
    await decider.ready
    broken = 1
    const handle = await here.client.start(fragile)
    expect(await handle.result()).toBe('well')
    await until(() => decider.cacheStats()!.misses.stale === 1, 'a miss')
    expect(here.lines.filter(({ message }) => message === 'after the step')).toHaveLength(1)
    expect(here.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
  })

  it('sends a status once, whichever task it was set in', async () => {
    await using here = await setting()
    const shows = workflow({ name: 'shows', ...options }, async function* () {
      yield* status('waiting')
      yield* go
      yield* status('waiting')
      yield* go
      yield* status('done')
      yield* go
    })
    const decider = here.worker({ workflows: [shows] })
    await decider.ready
    const handle = await here.client.start(shows)
    for (let sent = 1; sent <= 3; sent++) {
      await until(async () => (await completions(handle)).length === sent, 'a decision')
      await handle.signal(go, sent)
    }
    await handle.result()
    expect((await completions(handle)).map(({ executionContext }) => executionContext !== undefined)).toEqual(
      [true, false, true, false],
    )
    expect(decider.cacheStats()!.hits).toBe(3)
  })
})

describe('after a decider has gone', () => {
  it.each([
    ['is stopped at once', true],
    ['is stopped gracefully', false],
  ])('that %s, its idle executions wait once for the sticky timeout', async (_, now) => {
    await using here = await setting()
    const old = here.worker({ workflows: [waits], cache: { stickyTimeout: '7s' } })
    await old.ready
    const handle = await here.client.start(waits, 2)
    await until(() => old.cacheStats()!.executions === 1, 'a cached replay')
    await old.stop({ now })
    expect(old.cacheStats()).toMatchObject({ executions: 0, bytes: 0 })
    const next = here.worker({ workflows: [waits] })
    await next.ready
    await handle.signal(go, 1)
    await here.clock.advance('6s')
    expect(here.polls).toHaveLength(1)
    await here.clock.advance('1s')
    await until(() => here.polls.length === 2, 'a task')
    await until(() => next.cacheStats()!.executions === 1, 'a cached replay')
    await handle.signal(go, 2)
    expect(await handle.result()).toEqual([1, 2])
    const timedOut = (await handle.history()).flatMap(
      event => event.decisionTaskTimedOutEventAttributes ?? [],
    )
    expect(timedOut.map(({ timeoutType }) => timeoutType)).toEqual(['SCHEDULE_TO_START'])
    expect(next.cacheStats()!.hits).toBe(1)
  })

  it('an execution whose task it completes while it stops does not wait for it', async () => {
    await using here = await setting()
    const [asked, answer] = [gate(), gate()]
    const slow: Swf = {
      ...here.swf,
      async pollForDecisionTask(input, call) {
        const output = await here.swf.pollForDecisionTask(input, call)
        if (output.taskToken) asked.open()
        if (output.taskToken) await answer.passed
        return output
      },
    }
    const old = here.worker({ swf: slow, workflows: [waits] })
    await old.ready
    const handle = await here.client.start(waits, 1)
    await asked.passed
    const stopped = old.stop()
    answer.open()
    await stopped
    await here.worker({ workflows: [waits] }).ready
    await handle.signal(go, 1)
    expect(await handle.result()).toEqual([1])
  })
})

it('a decider never works on more tasks than its concurrency, whichever lists they come from', async () => {
  await using here = await setting()
  let running = 0
  let most = 0
  const codec = {
    name: 'slow',
    encode: (text: string) => `slow ${text}`,
    async decode(text: string) {
      most = Math.max(most, ++running)
      for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
      running--
      return text.slice(5)
    },
  }
  const slow = [codec]
  const decider = here.worker({ workflows: [waits], pipeline: slow, concurrency: 2 })
  await decider.ready
  const client = createClient({ swf: here.swf, domain: 'test', pipeline: slow })
  const handles = await Promise.all(Array.from({ length: 6 }, () => client.start(waits, 2)))
  await until(() => decider.cacheStats()!.executions === 6, 'cached replays')
  most = 0
  const more = Array.from({ length: 6 }, () => client.start(waits, 0))
  await Promise.all([...handles.map(handle => handle.signal(go, 1)), ...more])
  await until(() => decider.cacheStats()!.hits >= 6, 'hits')
  expect(most).toBeLessThanOrEqual(2)
  await Promise.all(handles.map(handle => handle.signal(go, 2)))
  await Promise.all(handles.map(handle => handle.result()))
})

it('as many activities as the worker may run are taken at a time in the same process, without warnings', async () => {
  const warnings: Error[] = []
  const warned = (warning: Error) => void warnings.push(warning)
  process.on('warning', warned)
  await using here = await setting()
  const begun = gate()
  let running = 0
  const many = {
    step: async (n: number) => {
      if (++running === 60) begun.open()
      await begun.passed
      return n
    },
  }
  const fan = workflow({ name: 'fan', ...options }, async function* () {
    return (yield* all(Array.from({ length: 60 }, (_, n) => step(n)))).length
  })
  await here.worker({ workflows: [fan], activities: many, concurrency: 60 }).ready
  expect(await (await here.client.start(fan)).result()).toBe(60)
  process.off('warning', warned)
  expect(warnings).toEqual([])
})

it('a timer that fires much later is decided by the cached replay', async () => {
  await using here = await setting()
  const naps = workflow({ name: 'naps', ...options }, async function* () {
    yield* sleep('1h')
    return 'rested'
  })
  const decider = here.worker({ workflows: [naps] })
  await decider.ready
  const handle = await here.client.start(naps)
  await until(() => decider.cacheStats()!.executions === 1, 'a cached replay')
  await here.clock.advance('1h')
  expect(await handle.result()).toBe('rested')
  expect(decider.cacheStats()).toMatchObject({ hits: 1, misses: none })
})

const completions = async (handle: { history(): Promise<readonly HistoryEvent[]> }) =>
  (await handle.history()).flatMap(event => event.decisionTaskCompletedEventAttributes ?? [])

/** A promise in a test's hand. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>(resolve => (open = resolve))
  return { open, passed }
}
