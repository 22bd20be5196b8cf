import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Swf } from '@reyield/client'
import { scriptedSwf } from '@reyield/client/testing'
import { describe, expect, it } from 'vitest'
import { whyUnready } from '../src/health/readiness.ts'
import { createWorker, type HealthServer, type LoopStats } from '../src/index.ts'
import { keptLog, until } from './fixture.ts'

const activities = { charge: async () => 1 }

/** A worker whose port never answers a poll, but the first call. */
function idle(swf: Swf = scriptedSwf({ describeDomain: [{}] }).swf) {
  const { lines, logger } = keptLog()
  const errors: unknown[] = []
  const place = { swf, domain: 'test', taskList: 'main', logger, register: false }
  return {
    worker: createWorker({ ...place, activities, onError: error => errors.push(error) }),
    lines,
    errors,
  }
}

async function get({ port }: HealthServer, path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
  return [response.status, await response.text(), response.headers.get('content-type')]
}

const plain = 'text/plain; charset=utf-8'

describe('the health server of a worker', () => {
  it('says whether the worker is live and ready, and has the given metrics', async () => {
    const { worker } = idle()
    const server = await worker.serveHealth({ port: 0, metrics: () => 'reyield_up 1\n' })
    expect(await get(server, '/health/live')).toEqual([200, 'live\n', plain])
    await worker.ready
    await until(() => worker.stats().state === 'polling', 'polling')
    expect(await get(server, '/health/ready?verbose')).toEqual([200, 'ready\n', plain])
    expect(await get(server, '/health/ready', 'HEAD')).toEqual([200, '', plain])
    expect(await get(server, '/metrics')).toEqual([
      200,
      'reyield_up 1\n',
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect(await get(server, '/')).toEqual([
      404,
      'There are /health/live, /health/ready and /metrics\n',
      plain,
    ])
    expect(await get(server, '/health/live', 'POST')).toEqual([405, 'Use GET\n', plain])
    await worker.stop({ now: true })
    await until(
      () =>
        get(server, '/health/live').then(
          () => false,
          () => true,
        ),
      'its end with the worker',
    )
  })

  it('is not ready before the worker has registered its types, and live', async () => {
    let registered!: (output: object) => void
    const { swf } = scriptedSwf({ describeDomain: [() => new Promise(resolve => (registered = resolve))] })
    const { worker } = idle(swf)
    const server = await worker.serveHealth({ port: 0 })
    expect(await get(server, '/health/ready')).toEqual([503, 'The worker is starting\n', plain])
    expect((await get(server, '/health/live'))[0]).toBe(200)
    expect((await get(server, '/metrics'))[0]).toBe(404)
    registered({})
    await until(async () => (await get(server, '/health/ready'))[0] === 200, 'readiness')
    await worker.stop({ now: true })
  })

  it('is not ready while the worker stops', async () => {
    let end!: () => void
    const { swf } = scriptedSwf({
      describeDomain: [{}],
      pollForActivityTask: [
        {
          taskToken: 't',
          activityId: '1',
          activityType: { name: 'charge', version: '1.0' },
          workflowExecution: { workflowId: 'w', runId: 'r' },
        },
      ],
      respondActivityTaskCompleted: [() => new Promise<object>(resolve => (end = () => resolve({})))],
    })
    const { worker } = idle(swf)
    const server = await worker.serveHealth({ port: 0 })
    await until(() => worker.stats().activities?.running === 1, 'the task')
    const stopped = worker.stop({ grace: '1h' })
    expect(await get(server, '/health/ready')).toEqual([503, 'The worker is stopping\n', plain])
    await until(() => end !== undefined, 'the response')
    end()
    await worker.stop({ now: true })
    await stopped
  })

  it('reports metrics that throw', async () => {
    const { worker, errors } = idle()
    const server = await worker.serveHealth({ port: 0, metrics: () => Promise.reject(new RangeError('no')) })
    expect(await get(server, '/metrics')).toEqual([500, 'The metrics could not be read\n', plain])
    expect(errors).toEqual([new RangeError('no')])
    await worker.stop({ now: true })
  })

  it('needs a free port', async () => {
    const other = createServer()
    await new Promise<void>(resolve => void other.listen(0, () => resolve()))
    const { port } = other.address() as AddressInfo
    const { worker } = idle()
    await expect(worker.serveHealth({ port })).rejects.toMatchObject({
      code: 'HEALTH_PORT_UNUSABLE',
      message: `The health server can't listen on port ${port}: the port is in use. Choose another port, or end the process that listens there`,
    })
    await expect(worker.serveHealth({ port, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'HEALTH_PORT_UNUSABLE',
    })
    await expect(worker.serveHealth({ port: 65_536 })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    await expect(worker.serveHealth({ port: '80' as never })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
    })
    await worker.stop({ now: true })
    await new Promise(resolve => other.close(resolve))
  })

  it('can be closed before the worker', async () => {
    const { worker } = idle()
    const server = await worker.serveHealth({ port: 0, host: '127.0.0.1' })
    await server.close()
    await expect(get(server, '/health/live')).rejects.toThrow('fetch failed')
    await worker.stop({ now: true })
  })
})

describe('a worker is ready', () => {
  const loop: LoopStats = {
    concurrency: 2,
    running: 0,
    pollers: 2,
    polling: 2,
    polledAt: 1000,
    heldBack: 0,
    waiting: {},
  }
  const stats = { state: 'polling', pollingSince: 500 } as const
  it.each<[string, Parameters<typeof whyUnready>[0], number, string | undefined]>([
    ['after a poll', { ...stats, decisions: loop }, 121_000, undefined],
    [
      'no longer than two minutes after its last poll',
      { ...stats, decisions: loop },
      121_001,
      'SWF has not responded to a poll of the loop decisions for 120 s',
    ],
    [
      'if both of its loops are',
      { ...stats, decisions: loop, activities: { ...loop, polledAt: 0 } },
      120_500,
      'SWF has not responded to a poll of the loop activities for 120 s',
    ],
    [
      'while its first poll is open',
      { ...stats, activities: { ...loop, polledAt: undefined } },
      60_000,
      undefined,
    ],
    [
      'without polls while it has as many tasks as it may',
      { ...stats, decisions: { ...loop, running: 2 } },
      1e9,
      undefined,
    ],
    [
      'without polls while a rate holds all of them back',
      { ...stats, activities: { ...loop, polling: 0, heldBack: 2 } },
      1e9,
      undefined,
    ],
    ['never once it has stopped', { ...stats, state: 'stopped' }, 0, 'The worker is stopped'],
  ])('%s', (_, given, now, because) => {
    expect(whyUnready(given, now)).toBe(because)
  })
})
