import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createClient, register } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as before from '../../../examples/guide/incident/before.ts'
import * as deployed from '../../../examples/guide/incident/deployed.ts'
import { checkPage } from './recorded-page.ts'
import { homeFolder, lineInTerminal, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

const page = new URL('../../../docs/guide/from-an-incident-to-a-test.md', import.meta.url)
const incident = new URL('../../../examples/guide/incident/', import.meta.url)
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let swf: TestSwf
let folder: string
let stop: () => Promise<unknown>

/** Orders of three customers. Two wait for their approval when the new code is deployed. Then their deciders can't go on. */
beforeAll(async () => {
  swf = await startTestSwf()
  await swf.clock.advance('9h')
  const connection = { swf: swf.swf, domain: 'shop' }
  await register(swf.swf, {
    domain: 'shop',
    activities: ['charge', 'screen', 'ship'].map(name => ({ name })),
  })
  const decider = async ({ order }: typeof before, buildId: string) => {
    const worker = createWorker({
      ...connection,
      taskList: 'orders',
      workflows: [order],
      logger: quiet,
      identity: `41@shop build/${buildId}`,
    })
    await worker.ready
    return worker
  }
  const old = await decider(before, '7f2')
  const client = createClient(connection)
  const customers = [
    ['5', 'Ada Byron', 'paid'],
    ['6', 'Grace Murray', 'declined'],
    ['7', 'Edith Clarke', 'paid'],
  ] as const
  const handles = []
  for (const [id, name, status] of customers) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`
    const handle = await client.start(
      before.order,
      { id, customer: { name, email }, items: ['tea', 'milk'] },
      { workflowId: `order-${id}` },
    )
    const { taskToken } = await swf.swf.pollForActivityTask({
      domain: 'shop',
      taskList: { name: 'orders' },
      identity: '12@bank',
    })
    await swf.swf.respondActivityTaskCompleted({
      taskToken: taskToken!,
      result: JSON.stringify({ json: { id: `receipt-${id}`, status } }),
    })
    await decided(handle)
    handles.push(handle)
    await swf.clock.advance('10m')
  }
  await old.stop()
  const worker = await decider(deployed, '7f3')
  stop = () => worker.stop({ now: true })
  for (const handle of [handles[0]!, handles[2]!]) {
    await handle.signal(before.approved, { by: 'Katherine Johnson' })
    for (let turn = 0; (await handle.status()).error === undefined; turn++) {
      await setImmediate()
      if (turn % 40 === 39) await swf.clock.advance('1m')
    }
  }
  folder = mkdtempSync(join(homeFolder(), 'incident-'))
}, 120_000)
afterAll(async () => {
  await stop()
  await swf.close()
})

async function decided({
  workflowId,
  runId,
}: {
  readonly workflowId: string
  readonly runId: string
}): Promise<void> {
  for (;;) {
    const history = { domain: 'shop', execution: { workflowId, runId }, reverseOrder: true }
    const { events } = await swf.swf.getWorkflowExecutionHistory(history)
    if (!/^(?:DecisionTask(?:Scheduled|Started)|ActivityTaskCompleted)$/.test(events![0]!.eventType!)) return
    await setImmediate()
  }
}

/** The code that is deployed, and after the comment of the page the fixed one. */
const configure = (code: string) =>
  writeFileSync(
    join(folder, 'reyield.config.json'),
    JSON.stringify({
      domain: 'shop',
      workflows: fileURLToPath(new URL(`${code}.ts`, incident)),
      replayTimeout: '1m',
    }),
  )

const settled = (text: string) =>
  text
    .replaceAll(/\b22[\w+/]{40,}=/g, '22Tq0…')
    .replaceAll(/\b22[\w%]{40,}\.json/g, '22Tq0….json')
    .replaceAll(/[\w/.-]*\/incident\/(?:deployed|fixed)\.ts/g, 'src/workflows.ts')
    .replaceAll(/order-\d (?=\(histories)/g, 'order-3 ')

it('the page shows what the commands print (REYIELD_RECORD=1 writes it, and the histories of the example)', async () => {
  const recorded = new URL('histories/', incident)
  const env = { SWF_ENDPOINT: swf.url, REYIELD_NOW: String(swf.clock.now()) }
  await checkPage(page, async line => {
    configure(line.startsWith('reyield replay') || line.includes('--sample') ? 'fixed' : 'deployed')
    const { out } = await lineInTerminal(line, { cwd: folder, env, columns: 100 })
    return settled(uncolored(out))
  })
  const histories = join(folder, 'histories')
  const text = readdirSync(histories)
    .map(file => readFileSync(join(histories, file), 'utf8'))
    .join('')
  expect(text).not.toMatch(/ada|byron|grace|murray|edith|clarke|katherine|johnson/i)
  if (process.env['REYIELD_RECORD'] === '1') {
    rmSync(recorded, { recursive: true, force: true })
    cpSync(histories, recorded, { recursive: true })
  }
}, 120_000)
