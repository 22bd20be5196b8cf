import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeFolder, reyield, startTestSwf, type TestSwf } from './reyield.ts'
import { openShop } from './shop/executions.ts'

const workflows = fileURLToPath(new URL('shop/workflows.ts', import.meta.url))
let swf: TestSwf
let shop: Awaited<ReturnType<typeof openShop>>
let folder: string
beforeAll(async () => {
  swf = await startTestSwf()
  shop = await openShop(swf)
  folder = mkdtempSync(join(homeFolder(), 'fetch-'))
  writeFileSync(join(folder, 'reyield.config.json'), JSON.stringify({ domain: 'shop', workflows, replayTimeout: '1m' }))
  const seven = await shop.order('7', ['Marzipan for Zoe', 'milk'])
  for (const answer of [{ reason: 'CardDeclined: try again Zoe' }, undefined, { result: 'receipt for zoe@example.com' }]) {
    if (answer === undefined) await swf.clock.advance(10_000)
    else await shop.work(answer)
    await shop.decided(seven)
  }
  await (await shop.order('8', [])).terminate({ reason: 'duplicate of Zoe' })
  await shop.tally('tally-1', 2)
}, 60_000)
afterAll(async () => { await shop.close(); await swf.close() })
it('x', async () => {
  const env = { SWF_ENDPOINT: swf.url, REYIELD_NOW: String(swf.clock.now()) }
  for (const args of [['fetch', 'out', '--redact'], ['fetch', 'plain'], ['fetch','out','--json','--redact','--id','order-7'], ['replay', 'out']]) {
    const t=Date.now()
    console.log(await reyield(args, { cwd: folder, env }), Date.now()-t)
  }
  for (const f of readdirSync(join(folder, 'out'))) console.log(f, readFileSync(join(folder,'out',f),'utf8').slice(0,6500))
}, 100_000)
