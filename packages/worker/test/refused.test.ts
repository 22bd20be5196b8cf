import { setImmediate } from 'node:timers/promises'
import type { PayloadPipeline } from '@reyield/data'
import {
  activities,
  cancelExternal,
  continueAsNew,
  isReyieldError,
  log,
  sideEffect,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { until, ways, fixture, type Fixture } from './fixture.ts'

const options = { taskList: 'main', executionStartToClose: '30 days' } as const
const impl = { charge: async (order: string) => `receipt for ${order.length}` }
const { charge } = activities<typeof impl>({ startToClose: '1m' })
const note = signal<string>('note')

/** An asynchronous base64 pipeline: four characters for three. `encoded` counts the encoded payloads. */
function base64() {
  const encoded: string[] = []
  const pipeline: PayloadPipeline = [
    {
      name: 'base64',
      encode: async text => {
        await setImmediate()
        encoded.push(text)
        return Buffer.from(text).toString('base64')
      },
      decode: async text => {
        await setImmediate()
        return Buffer.from(text, 'base64').toString()
      },
    },
  ]
  return { encoded, pipeline }
}

const errors = ({ lines }: Fixture) => lines.filter(({ level }) => level === 'error')

describe.each(ways)('over the %s, what SWF would refuse (E4)', way => {
  it('is thrown at its yield*, and the execution continues', async () => {
    await using here = await fixture(way)
    const careful = workflow({ name: 'careful', ...options }, async function* () {
      const codes: unknown[] = []
      const asks = [
        () => charge('x'.repeat(33_000)),
        () => charge((() => 1) as never),
        () => charge.with({ heartbeat: '1200 days' })('tea'),
        () => cancelExternal({ workflowId: 'other', runId: 'r'.repeat(65) }),
        () => sideEffect(() => 'x'.repeat(33_000)),
        () => continueAsNew('x'.repeat(33_000)),
      ]
      for (const ask of asks) {
        try {
          yield* ask()
        } catch (error) {
          codes.push(isReyieldError(error) ? error.code : error)
          if (codes.length % 2 === 0) yield* sleep('1s') // so that some verdicts are replayed from history
        }
      }
      return codes
    })
    here.worker({ workflows: [careful] })
    const handle = await here.started(careful)
    for (let slept = 1; slept <= 3; slept++) {
      await until(async () => (await handle.describe()).openCounts?.openTimers === 1, 'a timer')
      await here.clock.advance('1s')
    }
    expect(await handle.result()).toEqual([
      'PAYLOAD_TOO_LONG',
      'PAYLOAD_UNSERIALIZABLE',
      'DURATION_INVALID',
      'DEFINITION_INVALID',
      'PAYLOAD_TOO_LONG',
      'PAYLOAD_TOO_LONG',
    ])
    const markers = (await handle.history()).flatMap(
      event => event.markerRecordedEventAttributes?.markerName ?? [],
    )
    expect(markers).toEqual(['r1', 'r2', 'r4', 'r5', 'r7', 'r~continueAsNew.1'])
    expect(errors(here)).toEqual([])
  })
})

describe('a pipeline that makes payloads longer', () => {
  const halving = workflow({ name: 'halving', ...options }, async function* () {
    const drawn = yield* sideEffect(() => Math.random())
    for (let size = 50_000; ; size /= 2) {
      try {
        yield* log.info(`tries ${size}`)
        return [yield* charge('x'.repeat(size)), drawn]
      } catch (error) {
        if (!isReyieldError(error, 'PAYLOAD_TOO_LONG')) throw error
      }
    }
  })

  it('leads to an error with the length on the wire, and no payload is encoded twice', async () => {
    await using here = await fixture('direct transport')
    const { encoded, pipeline } = base64()
    const client = here.clientOf(pipeline)
    const workers = [
      here.worker({ workflows: [halving], pipeline, guards: 'off' }),
      here.worker({ activities: impl, pipeline: base64().pipeline }),
    ]
    await Promise.all(workers.map(worker => worker.ready))
    const handle = await client.start(halving)
    const [receipt] = await handle.result()
    expect(receipt).toBe('receipt for 12500')
    const markers = (await handle.history()).flatMap(({ markerRecordedEventAttributes: marker }) =>
      marker === undefined ? [] : [[marker.markerName, marker.details]],
    )
    expect(markers.map(([name]) => name)).toEqual(['s1', 'r2', 'r3'])
    expect(JSON.parse(markers[2]![1]!)).toEqual({
      code: 'PAYLOAD_TOO_LONG',
      field: "The input of activity 'charge' (id '3')",
      length: 33_365,
      limit: 32_768,
    })
    expect(encoded.filter(text => text.includes('xxx')).map(({ length }) => length)).toEqual([
      50_011, 25_011, 12_511,
    ])
    expect(
      here.lines.filter(({ message }) => message.startsWith('tries')).map(({ message }) => message),
    ).toEqual(['tries 50000', 'tries 25000', 'tries 12500'])
  })

  it('refuses a continueAsNew even if code that catches every error fails when it is accepted', async () => {
    await using here = await fixture('direct transport')
    const grabbing = workflow({ name: 'grabbing', ...options }, async function* (input: string) {
      if (input === 'short') return 'the new run'
      try {
        yield* continueAsNew('x'.repeat(25_000))
      } catch {
        yield* continueAsNew('short')
      }
      return undefined
    })
    const { pipeline } = base64()
    const worker = here.worker({ workflows: [grabbing], pipeline })
    await worker.ready
    const handle = await here.clientOf(pipeline).start(grabbing, 'first')
    expect(await handle.result()).toBe('the new run')
    expect(errors(here)).toEqual([])
  })

  it('holds an execution that doesn’t catch the error, until a fixed version is deployed', async () => {
    await using here = await fixture('direct transport')
    const careless = workflow({ name: 'careless', ...options }, async function* () {
      return yield* charge('x'.repeat(25_000))
    })
    const { pipeline } = base64()
    const worker = here.worker({ workflows: [careless], pipeline })
    await worker.ready
    const handle = await here.client.start(careless)
    await until(() => errors(here).length === 1, 'a decision task that can not be completed')
    expect(errors(here)).toMatchObject([
      {
        code: 'WORKFLOW_HELD',
        message: expect.stringMatching(
          /The input of activity 'charge' \(id '1'\) has 33365 characters, SWF allows 32768.*\(.*refused\.test\.ts:\d+:\d+\)/,
        ) as string,
      },
    ])
    await worker.stop({ now: true })
    const healthy = here.worker({ workflows: [careless] })
    const shop = here.worker({ activities: impl })
    await Promise.all([healthy.ready, shop.ready])
    await here.clock.advance('10s') // the held task times out
    expect(await handle.result()).toBe('receipt for 25000')
  })

  it('holds an execution whose signals came after its continueAsNew', async () => {
    await using here = await fixture('direct transport')
    const rounds = workflow({ name: 'rounds', ...options }, async function* () {
      yield* sleep('1s')
      yield* continueAsNew()
    })
    const { pipeline } = base64()
    const old = here.worker({ workflows: [rounds], pipeline })
    await old.ready
    const handle = await here.clientOf(pipeline).start(rounds)
    await until(async () => (await handle.describe()).openCounts?.openTimers === 1, 'the timer')
    await old.stop({ now: true })
    await here.clock.advance('1s')
    await here.clock.advance('10s') // the old worker kept the execution and has stopped
    for (let sent = 0; sent < 2; sent++) await handle.signal(note, 'x'.repeat(15_000))
    await here.worker({ workflows: [rounds], pipeline }).ready
    await until(() => errors(here).length === 1, 'a held execution')
    expect(errors(here)).toMatchObject([
      {
        code: 'PAYLOAD_TOO_LONG',
        message: expect.stringContaining("with the unread signals 'note' (2 times) has") as string,
      },
    ])
  })
})

it('logs a warning of a workflow once, with its source line', async () => {
  await using here = await fixture('direct transport')
  const forgetful = workflow({ name: 'forgetful', ...options }, async function* () {
    charge('forgotten')
    yield* sleep('1s')
    yield* sleep('1s')
    throw new RangeError('no more')
  })
  here.worker({ workflows: [forgetful], guards: 'off' })
  const handle = await here.started(forgetful)
  for (let slept = 0; slept < 2; slept++) {
    await until(async () => (await handle.describe()).openCounts?.openTimers === 1, 'a timer')
    await here.clock.advance('1s')
  }
  await handle.result().catch(() => undefined)
  const warnings = here.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)
  expect(warnings).toEqual([
    expect.stringMatching(
      /^Workflow 'forgetful' has not yielded activity 'charge' \(.*refused\.test\.ts:\d+:\d+\)+, but waits for sleep of 1000 ms/,
    ),
    expect.stringMatching(/created activity 'charge' \(.*refused\.test\.ts:\d+:\d+\)+ and never yielded it/),
  ])
})
