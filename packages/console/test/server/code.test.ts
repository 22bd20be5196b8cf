import { fileURLToPath } from 'node:url'
import { createClient, register } from '@reyield/client'
import { hostsOf } from '@reyield/inspect'
import { createWorker } from '@reyield/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DecisionsPage, MomentPage, RunPage, SessionInfo } from '../../src/api/index.ts'
import { order, payout } from '../shop/workflows.ts'
import { addressOf, domain, openRig, type Rig } from './rig.ts'

const file = fileURLToPath(new URL('../shop/workflows.ts', import.meta.url))
const changed = fileURLToPath(new URL('../shop/after.ts', import.meta.url))

let rig: Rig
let address: string
let asks: string
beforeAll(async () => {
  rig = await openRig({ code: hostsOf({ workflows: [file], buildId: '1', timeout: '20s' }) }, 1)
  const { swf } = rig.local
  const client = createClient({ swf, domain })
  const activities = {
    charge: ({ id }: { id: string }) => Promise.resolve(`receipt ${id}`),
    ship: (item: string) => Promise.resolve(`parcel of ${item}`),
  }
  await register(swf, { domain, workflows: [order, payout] })
  const worker = createWorker({ swf, domain, taskList: 'shop', activities })
  const decider = createWorker({ swf, domain, taskList: 'orders', workflows: [order, payout], cache: false })
  const done = await client.start(
    order,
    { id: '7', amount: 3, items: ['tea', 'milk'] },
    { workflowId: 'order-7' },
  )
  await done.result()
  address = addressOf(done)
  const waiting = await client.start(payout, 250, { workflowId: 'payout-1' })
  while (
    (await waiting.history()).filter(({ eventType }) => eventType === 'DecisionTaskCompleted').length < 2
  ) {
    await new Promise(resolve => setImmediate(resolve))
  }
  asks = addressOf(waiting)
  await Promise.all([worker.stop(), decider.stop()])
}, 60_000)
afterAll(() => rig.close())

/** The texts of source lines. */
const linesOf = (lines: readonly { readonly text?: string }[]) => lines.map(({ text = '' }) => text.trim())

describe('a run with its code', () => {
  it('has the lines of its steps', async () => {
    const { view } = await rig.get<RunPage>(address)
    const parcels = 'const parcels = yield* all(items.map(item => ship(item)))'
    expect(view.steps.map(({ name, lines = [] }) => [name, linesOf(lines)])).toEqual([
      ['charge', ['const receipt = yield* charge({ id, amount })']],
      ['ship', [parcels, parcels]],
      ['ship', [parcels, parcels]],
    ])
  })

  it('is shown at each moment, forward and back, with variables', async () => {
    const { lastEventId } = await rig.get<RunPage>(address)
    const at = (event: number) => rig.get<MomentPage>(`${address}/moment?at=${event}`)
    const ids = Array.from({ length: lastEventId }, (_, index) => index + 1)
    const forward: MomentPage[] = []
    for (const id of ids) forward.push(await at(id))
    const back: MomentPage[] = []
    for (const id of ids.toReversed()) back.unshift(await at(id))
    expect(back).toEqual(forward)
    const [first] = forward
    expect(
      first!.moment.branches.map(({ operation, lines, variables }) => [operation, linesOf(lines), variables]),
    ).toEqual([
      [
        "activity 'charge'",
        ['const receipt = yield* charge({ id, amount })'],
        { id: '"7"', amount: '3', items: '["tea", "milk"]', receipt: 'undefined', parcels: 'undefined' },
      ],
    ])
    expect(forward.at(-1)!.moment.branches).toEqual([])
    expect(new Set(forward.flatMap(page => Object.keys(page.moment)))).toEqual(
      new Set(['eventId', 'branches', 'unread', 'decisions']),
    )
  })

  it('shows the files that its lines name, and no others', async () => {
    const source = (name: string) => rig.get(`${address}/source?file=${encodeURIComponent(name)}`)
    expect(await source(file)).toEqual({
      file,
      text: expect.stringContaining('export const payout') as string,
    })
    for (const other of [changed, `${file}/../after.ts`, `./${file}`, '/etc/passwd', 'file://' + file, '']) {
      expect([other, await source(other)]).toEqual([other, expect.objectContaining({ status: 404 })])
    }
  })

  it('fits its history, and decides as history records', async () => {
    expect(await rig.get(`${address}/check`)).toEqual({ decisionTasks: expect.any(Number) as number })
    const { recorded, decided, diff } = await rig.get<DecisionsPage>(`${address}/decisions/3`)
    expect([recorded, decided, diff]).toEqual([
      ["schedule activity 'charge' (id '1')"],
      ["schedule activity 'charge' (id '1')"],
      undefined,
    ])
  })

  it('decides an open task now', async () => {
    const { branches } = (await rig.get<MomentPage>(`${asks}/moment`)).moment
    expect(branches.map(({ operation }) => operation)).toEqual(["receive of signal 'decided'"])
  })
})

it('the session has what the code declares, with JSON schemas for forms', async () => {
  const { hasCode, builds, workflows, signals } = await rig.get<SessionInfo>('/api/session')
  expect([hasCode, builds, workflows.map(({ name }) => name).toSorted()]).toEqual([
    true,
    ['1'],
    expect.arrayContaining(['approval', 'order', 'payout', 'reminder']),
  ])
  expect(workflows.find(({ name }) => name === 'order')).toMatchObject({
    version: '1.0',
    taskList: 'orders',
    inputSchema: { type: 'object', required: ['id', 'amount', 'items'] },
  })
  expect(signals).toMatchObject([
    { name: 'decided', inputSchema: { type: 'object', required: ['by', 'granted'] } },
  ])
})

describe('inputs are checked by the schema of the code, in its own process', () => {
  const start = (input: string) => ({
    kind: 'start',
    workflow: { name: 'order', version: '1.0' },
    workflowId: 'order-8',
    input,
  })
  it('of a workflow', async () => {
    expect(await rig.post('/api/actions', start("{ id: '8', amount: -1, items: [1] }"))).toEqual({
      status: 422,
      code: 'INPUT_INVALID',
      message: expect.stringContaining('refuses $.amount, $.items[0]') as string,
      issues: [
        { path: '$.amount', message: expect.any(String) as string },
        { path: '$.items[0]', message: expect.any(String) as string },
      ],
    })
    expect(await rig.post('/api/actions', start("{ id: '8', amount: 1, items: [], }"))).toMatchObject({
      done: 'order-8 was started',
    })
    const { view } = await rig.get<RunPage>('/api/executions/order-8/latest')
    expect([view.taskList, view.timeouts.executionStartToClose]).toEqual(['orders', 604_800_000])
  })

  it('of a signal', async () => {
    const signal = {
      kind: 'signal',
      workflowId: 'payout-1',
      runId: 'latest',
      signal: 'decided',
      input: '{ by: 1 }',
    }
    expect(await rig.post('/api/actions/preview', signal)).toMatchObject({
      status: 422,
      code: 'INPUT_INVALID',
    })
  })
})

it('code that does not fit is said at each moment, with a diff; the rest goes on without lines', async () => {
  await rig.console.setCode(hostsOf({ workflows: [changed], timeout: '20s' }))
  const { view } = await rig.get<RunPage>(asks)
  expect([view.code.error?.code, view.steps.map(({ lines }) => lines)]).toEqual([
    'NON_DETERMINISM',
    [undefined],
  ])
  const { error, moment } = await rig.get<MomentPage>(`${asks}/moment`)
  expect([error?.code, moment.branches]).toEqual(['NON_DETERMINISM', []])
  const { recorded, diff } = await rig.get<DecisionsPage>(`${asks}/decisions/3`)
  expect(recorded).toEqual(["schedule activity 'ship' (id '1')"])
  expect(diff!.length).toBeGreaterThan(1)
  expect(await rig.get(`${asks}/check`)).toMatchObject({ error: { code: 'NON_DETERMINISM' } })
})
