import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homeFolder, inTerminal, reyield, startTestSwf, uncolored, type TestSwf } from './reyield.ts'

let swf: TestSwf
let folder: string
let env: Record<string, string>

beforeAll(async () => {
  swf = await startTestSwf()
  await swf.swf.registerWorkflowType({ domain: 'shop', ...workflowType })
  folder = mkdtempSync(join(homeFolder(), 'bulk-'))
  env = { ...swf.env, XDG_CACHE_HOME: folder, REYIELD_NOW: String(swf.clock.now()) }
})
afterAll(() => swf.close())

const workflowType = { name: 'order', version: '1' }

/** Starts executions with a tag. */
async function start(tag: string, count: number) {
  const runs: { workflowId: string; runId: string }[] = []
  for (let i = 0; i < count; i++) {
    const workflowId = `${tag}-${i}`
    const { runId } = await swf.swf.startWorkflowExecution({
      domain: 'shop',
      workflowId,
      workflowType,
      taskList: { name: 'orders' },
      tagList: [tag],
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
    })
    runs.push({ workflowId, runId: runId! })
  }
  return runs
}

const eventsOf = async (execution: { workflowId: string; runId: string }) =>
  (await swf.swf.getWorkflowExecutionHistory({ domain: 'shop', execution })).events!

/** The inputs of the signals that executions got. */
const signalsOf = (runs: { workflowId: string; runId: string }[]) =>
  Promise.all(
    runs.map(async run =>
      (await eventsOf(run)).flatMap(event => event.workflowExecutionSignaledEventAttributes?.input ?? []),
    ),
  )

/** Waits until some of them have a signal. */
async function untilSignaled(runs: { workflowId: string; runId: string }[], count: number) {
  while ((await signalsOf(runs)).flat().length < count) await sleep(10)
}

const bulk = (args: string[]) => reyield(args, { env, cwd: folder })

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string

it('does a plan exactly once for each execution, although it is killed, throttled and interrupted', async () => {
  const [runs, [later]] = [await start('bulk', 14), await start('bulk-later', 1)]
  const filter = ['--filter', 'tag=bulk', '--filter', 'type=order']
  const [planned, none, direct] = await Promise.all([
    bulk(['signal', 'go', ...filter, '-i', '{ by: "Ada" }', '--plan', 'p.jsonl', '--json']),
    bulk(['signal', 'go', '--filter', 'tag=nobody', '--plan', 'none.jsonl']),
    bulk(['signal', 'go', ...filter]),
  ])
  expect(planned).toMatchObject({
    code: 0,
    err: 'The plan is in p.jsonl. Nothing was done. To do it: reyield signal --apply p.jsonl\n',
  })
  expect(JSON.parse(planned.out)).toMatchObject({ plan: 'p.jsonl', executions: 14, cut: false })
  expect(none).toEqual({ code: 0, out: '', err: 'No open execution matches: nothing was done\n' })
  expect(direct).toMatchObject({ code: 2, err: matching(/needs a plan: --plan FILE \[USAGE_INVALID\]/) })

  let child: ChildProcess | undefined
  let now = swf.clock.now()
  const apply = (...more: string[]) =>
    reyield(['signal', '--apply', 'p.jsonl', '--yes', ...more], {
      env: { ...env, REYIELD_RETRY_FOR: '300ms', REYIELD_NOW: String((now += 60_000)) }, // lost requests have settled
      cwd: folder,
      onStart: started => (child = started),
    })
  const count = async () => (await signalsOf(runs)).flat().length

  const killed = apply('--rate', '1')
  await untilSignaled(runs, 1)
  const first = child!
  const second = await apply()
  first.kill('SIGKILL')
  expect((await killed).code).toBe('SIGKILL')
  expect(second).toMatchObject({
    code: 1,
    out: '',
    err: matching(/^error: Another process applies the plan: \d+ on /),
  })
  const afterKill = await count()
  expect(afterKill).toBeLessThan(14)

  swf.local.setFaults({ throttles: 1, actions: ['SignalWorkflowExecution'] })
  const throttled = await apply()
  swf.local.setFaults(undefined)
  expect(throttled).toMatchObject({
    code: 4,
    err: matching(
      / of 14 are left. To go on: reyield signal --apply p.jsonl\nerror: .*\[RETRIES_EXHAUSTED\]\n/,
    ),
  })
  expect(await count()).toBe(afterKill)

  const ended = apply('--rate', '1')
  await untilSignaled(runs, afterKill + 1)
  child!.kill('SIGINT')
  const interrupted = await ended
  const done = await count()
  expect(done).toBeLessThan(14)
  expect([interrupted.code, interrupted.out]).toEqual([130, `${done} executions got the signal 'go'\n`])
  expect(interrupted.err.split('\n').at(-2)).toBe(
    `${14 - done} of 14 are left. To go on: reyield signal --apply p.jsonl --rate 1`,
  )
  const lines = readFileSync(join(folder, 'p.jsonl.progress'), 'utf8').trimEnd().split('\n')
  expect(lines.filter(line => line.includes('"done"'))).toHaveLength(done)

  await swf.swf.terminateWorkflowExecution({ domain: 'shop', ...runs[0]! }) // the oldest, which comes last
  const resumed = await apply('--rate', '500', '--json')
  expect(JSON.parse(resumed.out)).toEqual({
    action: 'signal',
    plan: 'p.jsonl',
    executions: 14,
    done: 13,
    left: 0,
    closed: [runs[0]],
    failed: [],
  })
  const once = ['{"json":{"by":"Ada"}}']
  expect(await signalsOf([later!, ...runs])).toEqual([[], [], ...runs.slice(1).map(() => once)])
  expect(readdirSync(folder).filter(name => /jsonl/.test(name))).toEqual(['p.jsonl', 'p.jsonl.progress'])
})

it('asks for the number of executions in a terminal, and does nothing for anything else', async () => {
  const [kept, closed] = [await start('kept', 4), await start('closed', 7)]
  const terminate = (tag: string, keys: string) =>
    inTerminal(['terminate', '--filter', `tag=${tag}`, '--reason', 'load test', '--rate', '500'], {
      env,
      cwd: folder,
      keys,
      columns: 120,
    })
  const [no, yes] = await Promise.all([terminate('kept', 'y\n'), terminate('closed', '7\n')])
  expect([no.code, yes.code]).toEqual([1, 0])
  expect(uncolored(no.out)).toMatch(/Type the number of executions, 4, to go on: Nothing was done\n$/)
  const asked = uncolored(yes.out)
  expect(
    asked
      .slice(asked.indexOf('Terminate'))
      .replaceAll(/\d{4}-\S+Z/g, 'TIME')
      .replace(/\S+\.jsonl/, 'FILE'),
  ).toBe(
    [
      'Terminate 7 open executions, which cannot clean up',
      '  domain   shop',
      '  filter   tag=closed',
      '  reason   load test',
      '  children as each execution has it',
      '  types    order@1: 7',
      '  started  TIME to TIME',
      '  newest   closed-6  order@1  0s ago',
      '           closed-5  order@1  0s ago',
      '           closed-4  order@1  0s ago',
      '  oldest   closed-2  order@1  0s ago',
      '           closed-1  order@1  0s ago',
      '           closed-0  order@1  0s ago',
      `Type the number of executions, 7, to go on: Until it's finished, the plan is in FILE`,
      '7 executions were terminated',
      '',
    ].join('\n'),
  )
  const last = await Promise.all(
    [...kept, ...closed].map(async run => (await eventsOf(run)).at(-1)!.eventType),
  )
  expect(last).toEqual([
    ...kept.map(() => 'DecisionTaskScheduled'),
    ...closed.map(() => 'WorkflowExecutionTerminated'),
  ])
  expect(readdirSync(join(folder, 'reyield'))).toEqual([])
})
