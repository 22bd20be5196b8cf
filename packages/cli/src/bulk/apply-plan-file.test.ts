import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { swfMethods, type Swf } from '@reyield/client'
import { scriptedSwfError } from '@reyield/client/testing'
import { afterAll, expect, it } from 'vitest'
import { Given } from '../commands/given.ts'
import { coderOf } from '../context/codec.ts'
import type { CommandContext } from '../context/context.ts'
import { Output } from '../output/output.ts'
import { StatusLine } from '../output/status-line.ts'
import type { BulkAction } from '@reyield/inspect/internal'
import { applyPlanFile } from './apply-plan-file.ts'
import type { PlannedRun } from '@reyield/inspect/internal'
import { readPlan } from './plan/read.ts'
import { writePlan } from './plan/write.ts'
import { progressPath } from './progress/file.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-apply-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (i: number): PlannedRun => ({
  workflowId: `order-${i}`,
  runId: `r${i}`,
  type: { name: 'order', version: '1' },
  started: '2026-01-01T00:00:00.000Z',
})

let names = 0
/** Writes a plan. Returns a function that applies it: `terminate` is what SWF does for each workflow id. */
async function planOf(action: BulkAction, count: number) {
  const file = join(folder, `plan-${names++}.jsonl`)
  const header = {
    ...{ reyield: 'bulk plan' as const, version: 1, id: file, created: '', action, filter: ['type=order'] },
    ...{ domain: 'shop', endpoint: null, region: null, awsProfile: null },
  }
  async function* runs() {
    await Promise.resolve()
    for (let i = 0; i < count; i++) yield run(i)
    return { cut: false }
  }
  await writePlan(file, header, runs())
  const apply = async (
    terminate: (workflowId: string, interruption: AbortController) => void,
    { format = 'text', isTemporary = false }: { format?: 'text' | 'json'; isTemporary?: boolean } = {},
  ) => {
    const interruption = new AbortController()
    const [out, notes] = [new PassThrough(), new PassThrough()]
    const swf = {
      ...Object.fromEntries(swfMethods.map(method => [method, () => Promise.reject(new Error(method))])),
      terminateWorkflowExecution: ({ workflowId }: { workflowId: string }) =>
        Promise.resolve().then(() => terminate(workflowId, interruption)),
    } as unknown as Swf
    const context = {
      ...{ out: new Output(out as never), notes: new Output(notes as never), format, now: () => 0 },
      ...{ status: new StatusLine(notes as never), interrupted: interruption.signal },
      finishingSwf: () => Promise.resolve(swf),
      coder: () => coderOf([], () => Promise.resolve('shop')),
    } as Partial<CommandContext> as CommandContext
    const given = new Given([], { apply: file, rate: '1000', domain: 'shop' })
    const plan = await readPlan(file)
    const code = await applyPlanFile(context, given, plan, { yes: true, isTemporary }).catch(
      (error: Error) => error.name,
    )
    await plan.close()
    const printed = (stream: PassThrough) => String((stream.read() as Buffer | null) ?? '')
    return { code, out: printed(out), notes: printed(notes).replaceAll(file, 'FILE') }
  }
  return { file, apply }
}

const fails = (name: string, message = 'no') => {
  throw scriptedSwfError(name, message)
}

it('names what had closed and what failed, and tries only what failed again', async () => {
  const { apply } = await planOf({ kind: 'terminate' }, 20)
  const first = await apply(workflowId => {
    const i = Number(workflowId.slice(6))
    if (i < 12) fails('UnknownResourceFault', `Unknown execution: ${workflowId}`)
    if (i < 19) fails('LimitExceededFault', 'too many')
  })
  expect(first.code).toBe(1)
  // several requests are under way at once, so their order isn't certain
  expect(first.out.replaceAll(/order-\d+/g, 'ID')).toBe(
    [
      '1 execution was terminated',
      `12 executions had closed meanwhile: ${Array(10).fill('ID').join(', ')} and 2 more`,
      ...Array<string>(5).fill('failed: ID: LimitExceededFault: too many'),
      'failed: and 2 more',
      '',
    ].join('\n'),
  )
  expect(first.notes).toMatch(
    /\n7 of 20 are left\. To go on: reyield terminate --apply FILE --domain shop --rate 1000\n$/,
  )
  const tried: string[] = []
  const second = await apply(workflowId => void tried.push(workflowId), { format: 'json' })
  expect([second.code, tried.sort()]).toEqual([0, [12, 13, 14, 15, 16, 17, 18].map(i => `order-${i}`)])
  expect(second.notes).toMatch(/\n13 of them are over, 7 are left\n$/)
  expect(JSON.parse(second.out)).toMatchObject({ executions: 20, done: 8, left: 0, failed: [] })
  expect((JSON.parse(second.out) as { closed: unknown[] }).closed).toHaveLength(12)
  const third = await apply(() => fails('Error'))
  expect(third).toMatchObject({ code: 0, notes: 'The plan is finished: nothing was left to do\n' })
})

it('keeps a temporary plan as long as it is begun and not finished', async () => {
  const { file, apply } = await planOf({ kind: 'terminate' }, 20)
  const files = () => [file, progressPath(file), `${file}.lock`].map(each => existsSync(each))
  const interrupted = await apply((_, interruption) => interruption.abort(), { isTemporary: true })
  expect(interrupted.notes).toMatch(
    /Until it's finished, the plan is in FILE\n.* of 20 are left\. To go on: /,
  )
  expect(files()).toEqual([true, true, false])
  const denied = await apply(() => fails('AccessDeniedException'), { isTemporary: true })
  expect([denied.code, ...files()]).toEqual(['AccessDeniedException', true, true, false])
  const finished = await apply(() => undefined, { isTemporary: true })
  expect([finished.code, finished.out]).toEqual([0, '20 executions were terminated\n'])
  expect(files()).toEqual([false, false, false])
})
