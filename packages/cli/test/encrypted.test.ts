import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, type Client } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import { createWorker, type Worker } from '@reyield/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { order, parcel } from './encrypted/workflows.ts'
import { homeFolder, reyield, startTestSwf, type TestSwf } from './reyield.ts'

const cwd = fileURLToPath(new URL('encrypted', import.meta.url))
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const secret = 'Marzipan-4242'
let swf: TestSwf
let folder: string
let env: Record<string, string>
let client: Client
let workers: Worker[]

beforeAll(async () => {
  swf = await startTestSwf()
  folder = mkdtempSync(join(homeFolder(), 'encrypted-'))
  process.env['PAYLOADS'] = join(folder, 'payloads')
  env = { ...swf.env, PAYLOADS: join(folder, 'payloads'), REYIELD_NOW: String(swf.clock.now()) }
  const { pipeline } = (await import('./encrypted/pipeline.ts')) as { pipeline: PayloadPipeline }
  const place = { swf: swf.swf, domain: 'shop', taskList: 'orders', pipeline, logger: silent }
  const charge = (card: string) => Promise.resolve(`${card} `.repeat(40))
  workers = [
    createWorker({ ...place, workflows: [order, parcel] }),
    createWorker({ ...place, activities: { charge } }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  client = createClient({ swf: swf.swf, domain: 'shop', pipeline })
}, 60_000)
afterAll(async () => {
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await swf.close()
})

const run = async (...args: string[]) => {
  const ended = await reyield(args, { env, cwd })
  if (ended.code !== 0) throw new Error(`${args[0]}: ${ended.err}`)
  return ended.out
}

it('commands decode with the configured pipeline, and encode what they send for the execution that gets it', async () => {
  const input = { card: secret, notes: `${secret} `.repeat(400) }
  const handles = await Promise.all(
    ['order-1', 'order-2', 'order-3'].map(workflowId =>
      client.start(order, input, { workflowId, tags: ['gift'] }),
    ),
  )
  const [first, ...others] = handles
  await run('signal', 'order-1', 'approved', '--input', `"${secret} by hand"`)
  const plan = join(folder, 'plan.jsonl')
  await run('signal', 'approved', '--filter', 'tag=gift', '--input', `"${secret} by plan"`, '--plan', plan)
  expect(readFileSync(plan, 'utf8')).not.toContain('Marzipan')
  await run('signal', '--apply', plan, '--yes', '--rate', '100')
  expect((await first!.result()) as unknown).toMatchObject({ delivered: `${secret} by hand got it` })
  for (const other of others)
    expect((await other.result()) as unknown).toMatchObject({ delivered: `${secret} by plan got it` })

  const shown = await run('show', 'order-2', '--payloads')
  for (const text of [`card: '${secret}'`, `${secret} by plan`, `${secret} by plan got it`])
    expect(shown).toContain(text)
  expect(shown).not.toContain('reyield:1:')
  const trace = await run('trace', 'order-2', '--payloads', '--json')
  expect(trace).toContain(`${secret} by plan got it`)
  expect(trace).not.toContain('reyield:1:')

  const fetched = join(folder, 'fetched')
  await run('fetch', fetched, '--redact')
  const files = readdirSync(fetched).filter(file => file.endsWith('.json'))
  expect(files).not.toEqual([])
  for (const file of files) {
    const text = readFileSync(join(fetched, file), 'utf8')
    expect(text).not.toContain('Marzipan')
    expect(text).toContain('reyield:1:')
  }
  expect(await run('replay', fetched)).not.toContain('Marzipan')

  const blind = await reyield(['show', 'order-2', '--payloads'], { env, cwd: folder })
  expect(blind.out).not.toContain('Marzipan')
}, 60_000)
