import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { createClient, retrying, type Timers } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import { createLocalSwf, testClock, type TestClock } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import {
  activities,
  child,
  continueAsNew,
  lambda,
  sideEffect,
  signal,
  signalExternal,
  status,
  workflow,
} from '@reyield/workflow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compression, directoryStore, encryption, lambdaHandler, offload } from '../src/index.ts'

const secret = 'Marzipan-4242'
const options = { taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '2m' } as const
const retry = { maximumAttempts: 50 }
const impl = {
  charge: async (card: string) => ({ receipt: `${card} `.repeat(4000) }),
  refuse: async (card: string): Promise<void> => {
    throw new RangeError(`no money on ${card}`)
  },
}
const { charge } = activities<Pick<typeof impl, 'charge'>>({ startToClose: '2m', retry })
const { refuse } = activities<Pick<typeof impl, 'refuse'>>({
  startToClose: '2m',
  retry: { maximumAttempts: 50, nonRetryable: ['RangeError'] },
})
const address = signal<string>('address')
const arrived = signal<string>('arrived')

const parcel = workflow(
  { name: 'parcel', ...options },
  async function* (to: { order: string; name: string }) {
    yield* signalExternal({ workflowId: to.order }, arrived, `${to.name} is at home`)
    return { signedBy: to.name }
  },
)
const order = workflow(
  { name: 'order', ...options },
  async function* (input: { card: string; id: string; round: number }) {
    yield* status({ paying: input.card })
    const { receipt } = yield* charge(input.card)
    const to = yield* address
    const nonce = yield* sideEffect(() => `${input.card} once`)
    let refused: unknown
    try {
      yield* refuse(input.card)
    } catch (error) {
      refused = ((error as Error).cause as Error).message
    }
    const sealed = yield* lambda<string>('stamp', input.card, { encoded: true })
    const open = yield* lambda<string>('weigh', { kilos: 7 })
    const { signedBy } = yield* child(
      parcel,
      { order: input.id, name: to },
      { workflowId: `parcel of ${input.id}` },
    )
    const news = yield* arrived
    if (input.round > 1) yield* continueAsNew({ ...input, round: input.round - 1 })
    return { receipt: receipt.length, nonce, refused, sealed, open, signedBy, news }
  },
)

/** Timers on the local SWF's clock. */
const timersOf = (clock: TestClock): Timers => ({
  now: () => clock.now(),
  sleep: (milliseconds, { signal: ending } = {}) =>
    new Promise((resolve, reject) => {
      const callOff = clock.wakeAt(clock.now() + milliseconds, resolve, 'poll')
      ending?.addEventListener('abort', () => {
        callOff()
        reject(ending.reason as Error)
      })
    }),
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reyield-codecs-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const keys = { '2026-10': randomBytes(32), '2026-11': randomBytes(32) }
/** Each process has its own codecs. The keys rotate between them. */
const pipelineOf = (current: keyof typeof keys): PayloadPipeline => [
  compression(),
  encryption({ keys, current, required: true }),
  offload({ store: directoryStore(join(folder, 'payloads')), above: 300 }),
]

it('executions with all codecs have their results whatever is lost, and neither SWF nor the store has a readable payload', async () => {
  const clock = testClock()
  const stamp = lambdaHandler({ pipeline: pipelineOf('2026-10') }, (card: string) => `${card} stamped`)
  const local = await createLocalSwf({
    clock,
    db: join(folder, 'swf.sqlite'),
    lambda: {
      stamp: async input => JSON.stringify(await stamp(JSON.parse(input!))),
      weigh: input => JSON.stringify(`${input} weighed`),
    },
  })
  const swf = retrying(local.swf, { timers: timersOf(clock) })
  const place = {
    swf,
    domain: 'shop',
    taskList: 'main',
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  }
  const workers = [
    createWorker({
      ...place,
      workflows: [order, parcel],
      pipeline: pipelineOf('2026-10'),
      cache: { maxExecutions: 1 },
    }),
    createWorker({ ...place, workflows: [order, parcel], pipeline: pipelineOf('2026-11'), cache: false }),
    createWorker({ ...place, activities: impl, pipeline: pipelineOf('2026-11') }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain: 'shop', pipeline: pipelineOf('2026-11') })
  const started = ['a', 'b', 'c'].map(id =>
    client.start(
      order,
      { card: secret, id, round: 2 },
      { workflowId: id, lambdaRole: 'arn:aws:iam::123456789012:role/stamp' },
    ),
  )
  const handles = await Promise.all(started)
  local.setFaults({ seed: 4, lostResponses: 0.08, lostRequests: 0.05, failures: 0.05, duplicateTasks: 0.1 })
  for (const handle of handles)
    for (let round = 0; round < 2; round++) await handle.signal(address, `${secret}'s owner`)
  let open = handles.length
  const results = handles.map(handle => handle.result().finally(() => open--))
  for (let step = 0; open > 0; step++) {
    if (step === 40) {
      // as if it were killed: it answers nothing any longer
      const [killed] = workers.splice(
        0,
        1,
        createWorker({ ...place, workflows: [order, parcel], pipeline: pipelineOf('2026-11') }),
      )
      void killed!.stop({ now: true })
    }
    await clock.advance(100)
    await setImmediate()
  }
  local.setFaults(undefined)
  expect(await Promise.all(results)).toEqual(
    Array(3).fill({
      receipt: 56_000,
      nonce: `${secret} once`,
      refused: `no money on ${secret}`,
      sealed: `${secret} stamped`,
      open: '{"kilos":7} weighed',
      signedBy: `${secret}'s owner`,
      news: `${secret}'s owner is at home`,
    }),
  )
  expect(await handles[0]!.status()).toMatchObject({ status: { paying: secret } })
  const reader = createClient({ swf, domain: 'shop', pipeline: pipelineOf('2026-10').slice(0, 2) })
  await expect(reader.handle(order, handles[0]!).history()).rejects.toMatchObject({
    code: 'CODEC_MISSING',
    codec: 'offload',
  })
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()

  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  expect(files.length).toBeGreaterThan(4)
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name), 'latin1')
    expect([name, bytes.includes('Marzipan'), bytes.includes('owner')]).toEqual([name, false, false])
  }
}, 60_000)
