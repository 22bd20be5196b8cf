import { setImmediate } from 'node:timers/promises'
import { Readable } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { createClient } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { delayed, run, send, type Mocks } from '@reyield/testing'
import { createWorker, type Worker } from '@reyield/worker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  answered,
  bankCallback,
  doJob,
  expense,
  expensePage,
  farmWork,
  films,
  invoice,
  jobs,
  longRunning,
  payments,
  trailer,
} from './long-running.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const setup = async () => {
  const clock = testClock()
  const local = await createLocalSwf({ clock, pollSeconds: 3600 })
  const place = { swf: local.swf, domain: 'd', taskList: 'guide', logger: silent }
  const workflows = [trailer, invoice, expense]
  const decider = createWorker({ ...place, workflows })
  const worker = createWorker({ ...place, activities: longRunning })
  await Promise.all([decider.ready, worker.ready])
  return { clock, local, client: createClient(place), decider, worker }
}
let here: Awaited<ReturnType<typeof setup>>
const restored = { ...farmWork }
beforeEach(async () => {
  here = await setup()
  jobs.length = payments.length = 0
  films.clear()
})
afterEach(async () => {
  Object.assign(farmWork, restored)
  const stopped = (worker: Worker) => worker.stop({ now: true })
  await Promise.all([here.decider, here.worker].map(stopped))
  await here.local.close()
})
const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await setImmediate()
}

describe('a job of the render farm', () => {
  it('completes the activity, also if its worker has stopped', async () => {
    const handle = await here.client.start(trailer, 'alps')
    await until(() => jobs.length === 1)
    await here.worker.stop({ now: true })
    await doJob(here.client, jobs[0]!)
    expect(await handle.result()).toBe('published alps.mp4')
    await doJob(here.client, jobs[0]!) // the queue delivers it twice
  })

  it('is not needed if the film is there', async () => {
    films.set('alps', { file: 'old.mp4' })
    expect(await (await here.client.start(trailer, 'alps')).result()).toBe('published old.mp4')
    expect(jobs).toEqual([])
  })

  it('is retried if it fails, or if its process dies', async () => {
    const handle = await here.client.start(trailer, 'alps')
    const nth = async (count: number) => {
      while (jobs.length < count) {
        await here.clock.advance('10s')
        await setImmediate()
      }
      return jobs[count - 1]!
    }
    const first = await nth(1)
    farmWork.renderPart = async () => Promise.reject(new Error('the disk is full'))
    await doJob(here.client, first)
    await nth(2) // its process dies: no more heartbeats
    const third = await nth(3)
    Object.assign(farmWork, restored)
    await doJob(here.client, jobs[1]!) // too late
    await doJob(here.client, third)
    expect(await handle.result()).toBe('published alps.mp4')
  })

  it('ends when the execution is canceled', async () => {
    const handle = await here.client.start(trailer, 'alps')
    await until(() => jobs.length === 1)
    farmWork.renderPart = async (_, percent) => {
      if (percent > 0) throw new Error('it should have been canceled')
      await handle.requestCancel()
      await until(async () => (await handle.describe()).executionInfo!.executionStatus === 'CLOSED')
    }
    await doJob(here.client, jobs[0]!)
    await expect(handle.result()).rejects.toMatchObject({ code: 'WORKFLOW_CANCELED' })
  })
})

it('a callback over HTTP completes the activity once', async () => {
  const handle = await here.client.start(invoice, 70)
  await until(() => payments.length === 1)
  const post = (body: string, url = payments[0]!.callback) =>
    bankCallback(here.client, Object.assign(Readable.from([body]), { url }) as unknown as IncomingMessage)
  expect([await post('{}'), await post('no JSON'), await post('{}', '/payments/7')]).toEqual([400, 400, 404])
  const paid = '{"number":"P-7","amount":70}'
  expect([await post(paid), await post(paid)]).toEqual([204, 204])
  expect(await handle.result()).toBe('P-7')
})

describe('a question to people', () => {
  it('goes to the next approver after two days, and shows who answered', async () => {
    const handle = await here.client.start(
      expense,
      { id: '7', approvers: ['ann', 'bob'] },
      { workflowId: 'expense-7' },
    )
    const page = expensePage(here.client, '7')
    await until(async () => (await page.show())?.waitingFor === 'ann')
    await here.clock.advance('2 days')
    await until(async () => (await page.show())?.waitingFor === 'bob')
    await page.answer('ann', true) // late, but in time
    expect([await handle.result(), await page.show()]).toEqual([true, { approved: true, by: 'ann' }])
  })

  it('is tested without a local SWF, as are activities that something else completes', async () => {
    const asked = { id: '7', approvers: ['ann', 'bob'] }
    const activities = longRunning
    const signals = [send(answered, { by: 'bob', approve: false }, { after: '3 days' })]
    const ran = await run(expense, asked, { activities, signals })
    expect([ran.result, ran.calls.map(({ name }) => name)]).toEqual([false, ['ask', 'ask']])
    expect((await run(expense, asked, { activities })).result).toBe(false)
    const mocks: Mocks<typeof longRunning> = { render: delayed('5m', video => ({ file: `${video}.mp4` })) }
    expect((await run(trailer, 'alps', { activities: mocks })).result).toBe('published alps.mp4')
  })
})
