import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkPage } from './recorded-page.ts'
import { homeFolder, lineInTerminal, startTestSwf, uncolored, type TestSwf } from './reyield.ts'
import { openShop } from './shop/executions.ts'

const file = new URL('../../../docs/cli.md', import.meta.url)
const workflows = fileURLToPath(new URL('shop/workflows.ts', import.meta.url))
const changed = fileURLToPath(new URL('shop/changed.ts', import.meta.url))
const columns = 100

let swf: TestSwf
let shop: Awaited<ReturnType<typeof openShop>>
let folder: string

/**
 * The executions of the page. `order-6` has waited for a decider for 20 minutes. `order-7` was declined once, has its receipt and its tea, and
 * waits before it packs the milk again. `order-8` was terminated.
 */
beforeAll(async () => {
  swf = await startTestSwf()
  shop = await openShop(swf)
  folder = mkdtempSync(join(homeFolder(), 'page-'))
  for (const [name, modules] of Object.entries({ reyield: workflows, changed })) {
    writeFileSync(
      join(folder, `${name}.config.json`),
      JSON.stringify({ domain: 'shop', workflows: modules, replayTimeout: '1m' }),
    )
  }
  await swf.swf.startWorkflowExecution({
    domain: 'shop',
    workflowId: 'order-6',
    workflowType: { name: 'order', version: '1.0' },
    taskList: { name: 'express' },
  })
  await swf.clock.advance(600_000)
  await (await shop.order('8', [])).terminate({ reason: 'duplicate' })
  await swf.clock.advance(600_000)
  const seven = await shop.order('7')
  for (const answer of [{ reason: 'CardDeclined: try again' }, undefined, { result: 'receipt' }]) {
    if (answer === undefined) await swf.clock.advance(10_000)
    else await shop.work(answer)
    await shop.decided(seven)
  }
  for (const answer of [{ result: 'box of tea' }, { reason: 'Busy: the packer is ill' }]) {
    await shop.work(answer)
    await shop.decided(seven)
  }
}, 60_000)

afterAll(async () => {
  await shop.close()
  await swf.close()
})

/** What differs between two runs of the tests. */
const settled = (text: string) =>
  text
    .replaceAll(/\b22[\w+/]{40,}=/g, '22Tq0…')
    .replaceAll(/\b22[\w%]{40,}\.json/g, '22Tq0….json')
    .replaceAll(swf.url, 'http://127.0.0.1:4577')
    .replaceAll(/\S*\/(reyield\.config\.json)/g, '$1')
    .replaceAll(/Node \d+\.\d+\.\d+/g, 'Node 24.11.0')
    .replaceAll(/client-swf \d+\.\d+\.\d+/g, 'client-swf 3.1048.0')
    .replaceAll(/[\w/.-]*\/shop\/(workflows|changed)\.ts/g, 'src/$1.ts')

/** Waits until the decider has nothing to decide. */
async function allDecided(): Promise<void> {
  const query = { domain: 'shop', startTimeFilter: { oldestDate: new Date(0) } }
  for (let open = true; open; await setImmediate()) {
    const { executionInfos = [] } = await swf.swf.listOpenWorkflowExecutions(query)
    const served = executionInfos.filter(({ execution }) => execution!.workflowId !== 'order-6')
    const states = await Promise.all(
      served.map(({ execution }) => swf.swf.describeWorkflowExecution({ domain: 'shop', execution })),
    )
    open = states.some(
      ({ openCounts, executionInfo }) =>
        executionInfo!.executionStatus === 'OPEN' && openCounts!.openDecisionTasks! > 0,
    )
  }
}

it('docs/cli.md shows what the commands print (REYIELD_RECORD=1 writes it)', async () => {
  const env = { SWF_ENDPOINT: swf.url, REYIELD_NOW: String(swf.clock.now()) }
  const blocks = await checkPage(file, async line => {
    const { out } = await lineInTerminal(line, { cwd: folder, env, columns })
    await allDecided()
    return settled(uncolored(out))
  })
  expect(blocks).toBeGreaterThan(5)
}, 120_000)

/** Commands that print tables. The others print sentences, which the terminal breaks. */
const hasTable = /^reyield (list|profile)/

it.runIf(process.env['REYIELD_DEEP'] === '1').each([80, 200])(
  'each command of the page fits a terminal with %i columns, and sends it nothing but text and colors',
  async width => {
    const page = readFileSync(file, 'utf8')
    for (const [, line] of page.matchAll(/^\$ (reyield .+)$/gm)) {
      const env = { SWF_ENDPOINT: swf.url, REYIELD_NOW: String(swf.clock.now()) }
      const { out } = await lineInTerminal(line!, { cwd: folder, env, columns: width })
      await allDecided()
      const printed = uncolored(out)
      // eslint-disable-next-line no-control-regex -- what a terminal obeys
      expect(printed, line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      const table = hasTable.test(line!) ? printed.split('\n').filter(each => / {2}/.test(each)) : []
      for (const row of table) expect(row.length, `${line}: ${row}`).toBeLessThanOrEqual(width)
    }
  },
  600_000,
)
