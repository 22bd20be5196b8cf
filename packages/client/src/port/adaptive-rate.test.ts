import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { retrying } from '../index.ts'
import { scriptedSwf, scriptedSwfError } from '../testing.ts'
import { AdaptiveRate } from './adaptive-rate.ts'
import type { Swf } from './swf.ts'
import type { Timers } from './timers.ts'

/** A clock on which time passes only in `run`: from one wait's end to the next. */
function simulatedTime(): Timers & { run(until: number): Promise<void> } {
  let now = 0
  let waits: { readonly at: number; readonly end: () => void }[] = []
  return {
    now: () => now,
    sleep: (milliseconds, { signal } = {}) =>
      new Promise((resolve, reject) => {
        const wait = { at: now + milliseconds, end: resolve }
        waits.push(wait)
        signal?.addEventListener('abort', () => {
          waits = waits.filter(each => each !== wait)
          reject(signal.reason as Error)
        })
      }),
    async run(until) {
      for (;;) {
        await setImmediate()
        const next = Math.min(...waits.map(({ at }) => at))
        now = Math.min(next, until)
        if (next > until) return
        const ended = waits.filter(({ at }) => at <= now)
        waits = waits.filter(({ at }) => at > now)
        for (const { end } of ended) end()
      }
    },
  }
}

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function seededRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of SWF's token buckets, from which all processes of an account take. */
function bucket(timers: Timers, size: number, refill: number, tokens = 0): () => boolean {
  let at = timers.now()
  return () => {
    tokens = Math.min(size, tokens + ((timers.now() - at) * refill) / 1000)
    at = timers.now()
    return tokens >= 1 && tokens-- >= 1
  }
}

interface Load {
  readonly processes?: number
  /** Calls of a process at a time. Each begins again when it has ended. */
  readonly calls?: number
  readonly seconds?: number
  /** Seconds until a process begins. */
  readonly begin?: (process: number) => number
  readonly isAccepted: (timers: Timers, random: () => number) => () => boolean
  readonly isLimited?: boolean
}

/** What processes that call as often as they can get from a service that refuses some tries. */
async function simulate({ processes = 4, calls = 10, seconds = 60, begin = () => 0, ...load }: Load) {
  const timers = simulatedTime()
  const random = seededRandom(7)
  const isAccepted = load.isAccepted(timers, random)
  const all = Array.from({ length: processes }, () => ({
    rate: new AdaptiveRate(timers),
    accepted: 0,
    refused: 0,
  }))
  const call = async (process: (typeof all)[number], beginning: number) => {
    await timers.sleep(beginning)
    for (let attempt = 0; ;) {
      const turn = load.isLimited === false ? undefined : await process.rate.turn()
      await timers.sleep(3 + 4 * random())
      if (isAccepted()) {
        process.accepted++
        process.rate.accepted()
        attempt = 0
      } else {
        process.refused++
        if (turn !== undefined) process.rate.refused(turn)
        await timers.sleep(Math.min(50 * 2 ** attempt++, 30_000) * (0.5 + random() / 2))
      }
    }
  }
  for (const [index, process] of all.entries()) {
    for (let n = 0; n < calls; n++) void call(process, begin(index) * 1000 + random())
  }
  await timers.run(seconds * 1000)
  const sum = (of: 'accepted' | 'refused') => all.reduce((total, process) => total + process[of], 0)
  return {
    perSecond: sum('accepted') / seconds,
    refused: sum('refused') / (sum('accepted') + sum('refused')),
    least: Math.min(...all.map(({ accepted }) => accepted)) / seconds,
  }
}

const polls = (timers: Timers) => bucket(timers, 2000, 200) // PollForDecisionTask, its burst used up

describe('processes that call far more often than SWF accepts', () => {
  it('without a limit, most tries are refused', async () => {
    const { refused } = await simulate({ isAccepted: polls, calls: 30, seconds: 10, isLimited: false })
    expect(refused).toBeGreaterThan(0.5)
  })

  it.each<[string, Omit<Load, 'isAccepted'>]>([
    ['4 processes', {}],
    ['one process', { processes: 1, calls: 40 }],
    ['processes that begin one after the other', { begin: process => process * 2, seconds: 60 }],
    ['many calls each', { calls: 40 }],
    ['10 processes', { processes: 10 }],
  ])('%s: they use what SWF accepts, and under a tenth of their tries are refused', async (_, load) => {
    const { perSecond, refused, least } = await simulate({ seconds: 20, ...load, isAccepted: polls })
    expect(perSecond).toBeGreaterThan(195)
    expect(refused).toBeLessThan(0.1)
    expect(least).toBeGreaterThan(200 / (load.processes ?? 4) / 5) // no process starves
  })

  it('a burst that was saved up is used at once, and what follows is limited', async () => {
    const { perSecond, refused } = await simulate({ isAccepted: timers => bucket(timers, 2000, 200, 2000) })
    expect(perSecond).toBeGreaterThan((2000 + 60 * 195) / 60)
    expect(refused).toBeLessThan(0.1)
  })

  it('the limit follows a rate that changes', async () => {
    const isAccepted = (timers: Timers) => {
      const slow = bucket(timers, 20, 20)
      const fast = bucket(timers, 400, 400)
      return () => (timers.now() < 20_000 ? slow() : fast())
    }
    const { perSecond } = await simulate({ isAccepted, seconds: 60 })
    expect(perSecond).toBeGreaterThan((20 * 20 + 0.7 * 400 * 40) / 60)
  })

  it('a limit that does not lower the part of refused tries is dropped', async () => {
    const isAccepted = (_: Timers, random: () => number) => () => random() > 0.3
    const limited = await simulate({ isAccepted, calls: 4 })
    const unlimited = await simulate({ isAccepted, calls: 4, isLimited: false })
    expect(limited.perSecond).toBeGreaterThan(unlimited.perSecond / 3)
  })
})

/** A rate that is limited to few tries a second. */
async function limitedRate(timers: ReturnType<typeof simulatedTime>): Promise<AdaptiveRate> {
  const rate = new AdaptiveRate(timers)
  for (let n = 0; n < 20; n++) rate.refused(await rate.turn())
  while (rate.rate! > 2) {
    const turn = rate.turn()
    await timers.run(timers.now() + 1000)
    rate.refused(await turn)
  }
  return rate
}

describe('turns', () => {
  it('do not wait while SWF accepts tries', async () => {
    const rate = new AdaptiveRate(simulatedTime())
    for (let n = 0; n < 10_000; n++) {
      const turn = await rate.turn()
      if (n % 10 === 0) rate.refused(turn)
      else rate.accepted()
    }
    expect(rate.rate).toBeUndefined()
  })

  it('come in the order of the calls, and one that is aborted is left out at once', async () => {
    const timers = simulatedTime()
    const rate = await limitedRate(timers)
    const order: string[] = []
    const abort = new AbortController()
    const take = (name: string, signals: AbortSignal[] = []) =>
      rate.turn(signals).then(
        () => order.push(`${name} ${timers.now() - begun}`),
        (error: Error) => order.push(`${name} ${error.message}`),
      )
    await rate.turn()
    const begun = timers.now()
    void take('a')
    void take('b', [abort.signal])
    void take('c')
    abort.abort(new Error('aborted'))
    await timers.run(begun + 2000)
    expect(order).toEqual(
      ['b aborted', 'a 450', 'c 950'] /* at 2 tries a second, the first one 50 ms early */,
    )
  })

  it('come first for urgent calls, but one in ten is for the others', async () => {
    const timers = simulatedTime()
    const rate = await limitedRate(timers)
    const order: string[] = []
    const take = (name: string, isUrgent: boolean) =>
      void rate.turn([], isUrgent).then(() => order.push(name))
    for (let n = 0; n < 3; n++) take('other', false)
    for (let n = 0; n < 20; n++) take('urgent', true)
    await timers.run(timers.now() + 60_000)
    const firstTen = order.slice(1, 11) // the first one went when nobody else was waiting
    expect(firstTen.filter(name => name === 'urgent')).toHaveLength(9)
    expect(order.filter(name => name === 'urgent')).toHaveLength(20)
    expect(order.slice(-1)).toEqual(['urgent'])
  })

  it('are no longer limited when no try has had to wait for 30 s', async () => {
    const timers = simulatedTime()
    const rate = await limitedRate(timers)
    for (let n = 0; n < 31; n++) {
      await timers.run(timers.now() + 1000)
      await rate.turn()
      rate.accepted()
    }
    expect(rate.rate).toBeUndefined()
  })
})

describe('retrying', () => {
  const throttled = scriptedSwfError('ThrottlingException', 'Rate exceeded')

  /** Which of some calls wait before their first try, after another port of `first` has been throttled often. */
  async function waitAfterThrottling(first: Partial<Ports>, calls: Partial<Ports>[]) {
    const timers = simulatedTime()
    const port = ({ endpoint, account }: Partial<Ports>, answer: object) => {
      const { swf } = scriptedSwf({
        describeDomain: Array(2000).fill(answer),
        countOpenWorkflowExecutions: [answer],
      })
      return retrying({ ...swf, ...(endpoint && { endpoint }), account }, { timers })
    }
    const throttling = port(first, throttled)
    for (let n = 0; n < 40; n++) void throttling.describeDomain({ name: 'd' }).catch(() => undefined)
    await timers.run(20_000)
    const waiting = calls.map(async ({ method = 'describeDomain', ...where }) => {
      const begun = timers.now()
      await (port(where, {})[method] as Swf['describeDomain'])({ name: 'd' })
      return timers.now() > begun
    })
    await timers.run(200_000)
    return Promise.all(waiting)
  }
  interface Ports {
    endpoint: string
    account: object
    method: 'describeDomain' | 'countOpenWorkflowExecutions'
  }

  it('limits an action for all ports of a process to one endpoint and account', async () => {
    const endpoint = 'https://swf.eu-west-1.amazonaws.com'
    const account = {}
    const calls: Partial<Ports>[] = [
      { endpoint, account },
      { endpoint, account, method: 'countOpenWorkflowExecutions' },
      { endpoint, account: {} },
      { endpoint },
      { endpoint: 'https://swf.us-east-1.amazonaws.com', account },
      {},
    ]
    expect(await waitAfterThrottling({ endpoint, account }, calls)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  it('tries a response at once if its worker must stop while it waits for its turn, but not a poll', async () => {
    const timers = simulatedTime()
    const { swf, calls } = scriptedSwf({
      pollForDecisionTask: Array(100).fill(throttled),
      respondDecisionTaskCompleted: [...Array<Error>(100).fill(throttled), {}],
    })
    const port = retrying({ ...swf, endpoint: 'https://swf.eu-west-1.amazonaws.com' }, { timers })
    const stopping = new AbortController()
    const options = { retrySignal: stopping.signal }
    const poll = () => port.pollForDecisionTask({ domain: 'd', taskList: { name: 'l' } }, options)
    const respond = () => port.respondDecisionTaskCompleted({ taskToken: 't' }, options)
    const ended = [...Array.from({ length: 40 }, poll), ...Array.from({ length: 40 }, respond)]
    const all = Promise.allSettled(ended)
    await timers.run(1000) // both actions are limited by then, and have calls that wait
    const count = (method: string) => calls.filter(call => call.method === method).length
    const before = { polls: count('pollForDecisionTask'), responses: count('respondDecisionTaskCompleted') }
    const late = [poll(), respond()]
    await timers.run(1001)
    stopping.abort(new Error('stopping'))
    expect(await Promise.allSettled(late)).toMatchObject([
      { status: 'rejected', reason: { message: 'stopping' } },
      { status: 'rejected', reason: { name: 'ThrottlingException' } },
    ])
    await all
    expect({ polls: count('pollForDecisionTask'), responses: count('respondDecisionTaskCompleted') }).toEqual(
      {
        polls: before.polls,
        responses: before.responses + 1,
      },
    )
  })
})
