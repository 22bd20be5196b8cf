import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bin, homeFolder, reyield, startTestSwf, type TestSwf } from './reyield.ts'

const many = 100_000

let swf: TestSwf
let options: { env: Record<string, string>; fresh: true }
let memory: string

beforeAll(async () => {
  swf = await startTestSwf()
  const workflowType = { name: 'order', version: '1' }
  await swf.swf.registerWorkflowType({ domain: 'shop', ...workflowType })
  for (let i = 0; i < many; i++) {
    await swf.swf.startWorkflowExecution({
      domain: 'shop',
      workflowId: `order-${i}`,
      workflowType,
      taskList: { name: i % 1000 === 0 ? 'unserved' : 'orders' },
      executionStartToCloseTimeout: '31536000',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
      ...(i % 10 === 0 ? { tagList: ['tenth'] } : {}),
    })
    if (i % 100 === 0) await swf.clock.advance(10)
  }
  const folder = mkdtempSync(join(homeFolder(), 'many-'))
  memory = join(folder, 'memory')
  const hook = join(folder, 'hook.mjs')
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs'
     process.on('exit', () => writeFileSync(${JSON.stringify(memory)}, String(process.resourceUsage().maxRSS)))`,
  )
  options = {
    env: { ...swf.env, NODE_OPTIONS: `--import ${hook}`, REYIELD_NOW: String(swf.clock.now()) },
    fresh: true,
  }
}, 600_000)
afterAll(() => swf.close())

/** The peak of the last process, in MiB. */
const peak = () => Number(readFileSync(memory, 'utf8')) / 1024

it('lists 100,000 executions with the memory of one page', async () => {
  const page = await reyield(['list', '--limit', '1000'], options)
  expect(page.out.split('\n')).toHaveLength(1001)
  const ofPage = peak()
  const all = await reyield(['list', '--jsonl'], options)
  expect(all.out.split('\n')).toHaveLength(many + 1)
  expect(peak() - ofPage).toBeLessThan(60)
  const filtered = await reyield(['list', '--tag', 'tenth', '--type', 'order'], options)
  expect(filtered.out.split('\n')).toHaveLength(many / 10 + 1)
}, 300_000)

it('shows the first page while the others are still to come', async () => {
  const { HOME = homeFolder(), PATH } = process.env
  const child = spawn(process.execPath, [bin, 'list'], {
    env: { HOME, PATH, ...swf.env },
    cwd: homeFolder(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let first: number | undefined
  const begun = performance.now()
  child.stdout.on('data', () => (first ??= performance.now() - begun))
  await new Promise(resolve => child.on('close', resolve))
  expect(first!).toBeLessThan((performance.now() - begun) / 3)
}, 120_000)

it('looks into 2,000 of them, half of which are the oldest, and resumes the search', async () => {
  const stuck = (...args: string[]) =>
    reyield(['list', '--stuck', '--calls', '1000', '--waiting', '1s', '--limit', '1000', ...args], options)
  const first = await stuck('--jsonl')
  const ids = first.out
    .trimEnd()
    .split('\n')
    .map(line => Number((JSON.parse(line) as { workflowId: string }).workflowId.slice(6)))
  expect(ids.filter(id => id < 600)).toHaveLength(500)
  const second = await stuck('--resume')
  expect(second.err).toMatch(/^Looked at 2,000 of 100,000/)
  expect(peak()).toBeLessThan(250)
}, 300_000)

it('plans for 100,000 executions, and signals 5,000 of them, with the memory of one page', async () => {
  await reyield(['list', '--limit', '1000'], options)
  const ofPage = peak()
  const folder = mkdtempSync(join(homeFolder(), 'plans-'))
  const inFolder = { ...options, cwd: folder }
  const planned = await reyield(
    ['terminate', '--filter', 'type=order', '--plan', 'all.jsonl', '--json'],
    inFolder,
  )
  expect(JSON.parse(planned.out)).toMatchObject({ executions: many })
  expect(peak() - ofPage).toBeLessThan(90) // it remembers 100,000 run ids, so that none is planned twice
  const some = ['--filter', 'type=order', '--limit', '5000', '--plan', 'some.jsonl']
  await reyield(['signal', 'go', ...some], inFolder)
  const apply = ['signal', '--apply', 'some.jsonl', '--yes', '--rate', '1000']
  const applied = await reyield(apply, inFolder)
  expect(applied).toMatchObject({ code: 0, out: "5,000 executions got the signal 'go'\n" })
  expect(peak() - ofPage).toBeLessThan(90)
}, 600_000)
