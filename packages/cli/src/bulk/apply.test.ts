import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { retrying, swfMethods, type CallOptions, type Swf, type SwfMethod } from '@reyield/client'
import { scriptedSwfError } from '@reyield/client/testing'
import { createLocalSwf, testClock, type LocalSwf } from '@reyield/local'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BulkAction } from '@reyield/inspect/internal'
import { rowOf } from '@reyield/inspect/internal'
import type { PlannedRun } from '@reyield/inspect/internal'
import { openProgress, progressPath } from './progress/file.ts'
import { openJournal, type Journal } from './progress/journal.ts'
import type { Progress } from '@reyield/inspect/internal'
import { applyPlan } from '@reyield/inspect/internal'
import { gone, isRecorded } from '@reyield/inspect/internal'
import type { ApplyPorts } from '@reyield/inspect/internal'

const domain = 'shop'
const workflowType = { name: 'order', version: '1' }
const clock = testClock({ now: Date.UTC(2026, 0, 1) })
let local: LocalSwf
let folder: string
let started = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reyield-apply-'))
  local = await createLocalSwf({ clock })
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '7' })
  await local.swf.registerWorkflowType({ domain, ...workflowType })
})
afterAll(async () => {
  await local.close()
  rmSync(folder, { recursive: true })
})

/** Starts an execution with a task list of its own. */
async function startRun(): Promise<PlannedRun> {
  const workflowId = `order-${started++}`
  const { runId } = await local.swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType,
    taskList: { name: workflowId },
    executionStartToCloseTimeout: '31536000',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  })
  return { workflowId, runId: runId!, type: workflowType, started: '' }
}

/** How often a history records the action. */
async function times(run: Pick<PlannedRun, 'workflowId' | 'runId'>, action: BulkAction): Promise<number> {
  const { workflowId, runId } = run
  const { events = [] } = await local.swf.getWorkflowExecutionHistory({
    domain,
    execution: { workflowId, runId },
  })
  return events.filter(event => rowOf(action).isRecordedBy(event, action)).length
}

/** The run ends by other means, as a workflow decides it. */
async function closeElsewhere(run: PlannedRun, decisionType: string): Promise<void> {
  const { taskToken } = await local.swf.pollForDecisionTask({ domain, taskList: { name: run.workflowId } })
  if (taskToken === undefined) return // it has closed before
  await local.swf.respondDecisionTaskCompleted({ taskToken, decisions: [{ decisionType } as never] })
}

const actions: readonly BulkAction[] = [
  { kind: 'signal', signalName: 'approved', input: '"yes"' },
  { kind: 'request-cancel' },
  { kind: 'terminate', reason: 'load test', childPolicy: 'ABANDON' },
]

/** What happens at a call of SWF, or at a line of the journal. */
const faults = [
  'killed before',
  'killed after',
  'response lost',
  'request lost',
  'server error',
  'throttled',
  'refused',
  'no credentials',
  'interrupted',
  'power lost',
  'line torn',
  'disk full',
  'execution closes',
  'execution continues as new',
] as const
type Fault = (typeof faults)[number] | undefined

class Killed extends Error {}

/** A process that applies a plan, and to which faults happen. After its end, nothing that it does has an effect. */
class FaultyProcess {
  isDead = false
  /** Whether something has happened that leaves a request in doubt. */
  hasLost = false
  readonly interruption = new AbortController()
  readonly #next: () => Fault
  readonly #planned: readonly PlannedRun[]
  readonly #file: string
  #durable = 0

  constructor(next: () => Fault, planned: readonly PlannedRun[], file: string) {
    this.#next = next
    this.#planned = planned
    this.#file = file
  }

  die(): never {
    this.isDead = true
    throw new Killed()
  }

  #alive(): void {
    if (this.isDead) throw new Killed()
  }

  readonly swf = Object.fromEntries(
    swfMethods.map(method => [method, (input: object) => this.#call(method, input)]),
  ) as unknown as Swf

  async #call(method: SwfMethod, input: object): Promise<unknown> {
    this.#alive()
    const call = () =>
      (local.swf as unknown as Record<SwfMethod, (input: object) => Promise<unknown>>)[method](input)
    const fault = this.#next()
    if (fault === 'killed before') this.die()
    if (fault === 'throttled') throw scriptedSwfError('ThrottlingException', 'Rate exceeded')
    if (fault === 'no credentials') throw scriptedSwfError('ExpiredTokenException', 'expired')
    if (fault === 'refused') throw scriptedSwfError('LimitExceededFault', 'too many signals')
    if (fault === 'interrupted') this.interruption.abort()
    if (fault === 'execution closes' || fault === 'execution continues as new') {
      const { workflowId } = input as { workflowId?: string }
      const run = this.#planned.find(run => run.workflowId === workflowId)
      if (run !== undefined) {
        const how =
          fault === 'execution closes' ? 'CompleteWorkflowExecution' : 'ContinueAsNewWorkflowExecution'
        await closeElsewhere(run, how)
      }
    }
    if (fault === 'request lost' || fault === 'server error' || fault === 'response lost') this.hasLost = true
    if (fault === 'request lost') throw Object.assign(new Error('reset'), { name: 'ConnectionReset' })
    if (fault === 'server error') throw scriptedSwfError('InternalFailure', '', 500)
    const output = await call()
    if (fault === 'killed after') this.die()
    if (fault === 'response lost') throw Object.assign(new Error('reset'), { name: 'ConnectionReset' })
    this.#alive()
    return output
  }

  readonly open = (file: string, length: number): Journal => {
    this.#alive()
    const inner = openJournal(file, length)
    const size = () => readFileSync(this.#file).length
    this.#durable = length
    return {
      append: (line, durable) => {
        this.#alive()
        const fault = this.#next()
        if (fault === 'killed before') this.die()
        if (fault === 'line torn') {
          appendFileSync(this.#file, line.slice(0, line.length / 2))
          this.die()
        }
        if (fault === 'power lost') {
          truncateSync(this.#file, this.#durable)
          this.die()
        }
        if (fault === 'disk full') {
          this.hasLost = true
          throw new Error('ENOSPC')
        }
        inner.append(line, false) // the disk of the machine that runs the tests needn't survive anything
        if (durable) this.#durable = size()
        if (fault === 'killed after') this.die()
      },
      close: () => inner.close(),
    }
  }
}

interface Case {
  readonly action: BulkAction
  readonly runs: number
  /** Which of them already have the event of the action. */
  readonly before: readonly boolean[]
  /** What happens in each process, at its calls and lines in turn. The last process has no faults. */
  readonly processes: readonly (readonly Fault[])[]
}

const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom(...faults) },
)
const cases: fc.Arbitrary<Case> = fc.record({
  action: fc.constantFrom(...actions),
  runs: fc.integer({ min: 1, max: 12 }),
  before: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  processes: fc.array(fc.array(fault, { maxLength: 40 }), { maxLength: 5 }),
})

/** Applies a plan in a process. Returns the progress as that process has seen it; undefined if it was killed. */
async function applied(
  planned: readonly PlannedRun[],
  action: BulkAction,
  plan: string,
  faults: readonly Fault[],
): Promise<{
  readonly progress?: Progress
  /** How many executions were in doubt when it began. */
  readonly doubts?: number
  readonly error?: unknown
  readonly process: FaultyProcess
}> {
  const left = faults[Symbol.iterator]()
  const next = () => left.next().value
  const process = new FaultyProcess(next, planned, progressPath(plan))
  try {
    const { progress, close } = await openProgress(plan, { id: plan }, planned.length, process.open)
    const doubts = progress.count('sending')
    try {
      await applyPlan(each(planned), action, progress, portsOf(process))
      return { progress, doubts, process }
    } catch (error) {
      return { progress, doubts, error, process }
    } finally {
      close()
    }
  } catch (error) {
    return { error, process }
  }
}

async function* each<T>(all: readonly T[]) {
  await Promise.resolve()
  yield* all
}

const portsOf = ({ swf, interruption }: Pick<FaultyProcess, 'swf' | 'interruption'>): ApplyPorts => {
  let now = 0
  return {
    swf,
    domain,
    turn: signal => Promise.resolve(signal.throwIfAborted()),
    now: () => now,
    sleep: (milliseconds, signal) => {
      now += milliseconds
      return Promise.resolve(signal.throwIfAborted())
    },
    interrupted: interruption.signal,
    onOver: () => undefined,
    onFailed: () => undefined,
  }
}

/** Faults at the lines and calls of one signal: the header, the read of the history, the line before the request, the request, the line after it. */
const examples: readonly Case[] = [
  [undefined, undefined, undefined, undefined, 'power lost'] as const,
  [undefined, undefined, undefined, undefined, 'line torn'] as const,
  [undefined, undefined, undefined, 'killed after'] as const,
  [undefined, undefined, 'killed after'] as const,
].map(faults => ({ action: actions[0]!, runs: 1, before: [true], processes: [faults] }))

it('does the action exactly once for each planned run, whatever interrupts or kills the process in between', async () => {
  await fc.assert(fc.asyncProperty(cases, check), {
    numRuns: process.env['REYIELD_DEEP'] === '1' ? 2000 : 30,
    examples: examples.map(example => [example]),
  })
}, 600_000)

async function check({ action, runs, before, processes }: Case): Promise<void> {
  const [planned, others]: [PlannedRun[], PlannedRun[]] = [[], [await startRun()]]
  for (let i = 0; i < runs; i++) planned.push(await startRun())
  const earlier = new Map<string, number>()
  for (const [i, run] of planned.entries()) {
    const isBefore = before[i]! && rowOf(action).repeats
    if (isBefore) await rowOf(action).send(local.swf, { domain, ...idsOf(run) }, action, {})
    earlier.set(run.runId, isBefore ? 1 : 0)
  }
  try {
    const plan = join(folder, `plan-${started}`)
    for (const faults of processes) {
      const { progress, doubts = 0, process, error } = await applied(planned, action, plan, faults)
      if (process.isDead || progress === undefined) continue
      if (!process.hasLost) expect(progress.count('sending')).toBeLessThanOrEqual(doubts)
      if (process.interruption.signal.aborted) expect(error).toBeUndefined()
    }
    const { progress, error } = await applied(planned, action, plan, [])
    expect(error).toBeUndefined()
    expect(progress!.left).toBe(0)
    for (const [n, run] of planned.entries()) {
      const state = progress!.of(n)
      const count = (await times(run, action)) - earlier.get(run.runId)!
      expect([state, count]).toEqual(state === 'done' ? ['done', 1] : ['closed', 0])
      if (state === 'closed') expect(await closeStatus(run)).toMatch(/COMPLETED|CONTINUED_AS_NEW/)
    }
    const isPlanned = new Set(planned.map(({ runId }) => runId))
    for (const run of await openRuns())
      if (!isPlanned.has(run.runId)) expect(await times(run, action)).toBe(0)
  } finally {
    for (const { workflowId } of [...others, ...planned]) {
      await local.swf.terminateWorkflowExecution({ domain, workflowId }).catch(() => undefined)
    }
  }
}

async function closeStatus(run: PlannedRun): Promise<string | undefined> {
  const described = await local.swf.describeWorkflowExecution({ domain, execution: idsOf(run) })
  return described.executionInfo!.closeStatus
}

async function openRuns(): Promise<{ readonly workflowId: string; readonly runId: string }[]> {
  const startTimeFilter = { oldestDate: new Date(0) }
  const { executionInfos = [] } = await local.swf.listOpenWorkflowExecutions({ domain, startTimeFilter })
  return executionInfos.map(({ execution }) => execution as { workflowId: string; runId: string })
}

const idsOf = ({ workflowId, runId }: PlannedRun) => ({ workflowId, runId })

/** Applies a plan of some runs by a port, with a journal in a file. */
async function applyBy(
  swf: Swf,
  planned: readonly PlannedRun[],
  action: BulkAction,
  ports: Partial<ApplyPorts> = {},
): Promise<Progress> {
  const plan = join(folder, `plan-${started++}`)
  const { progress, close } = await openProgress(plan, { id: plan }, planned.length)
  const interruption = new AbortController()
  await applyPlan(each(planned), action, progress, { ...portsOf({ swf, interruption }), ...ports }).finally(
    close,
  )
  return progress
}

/** A port that calls a function for one method. */
const withMethod = (
  method: SwfMethod,
  call: (input: never, options?: CallOptions) => Promise<unknown>,
): Swf => ({
  ...(local.swf as unknown as Swf),
  [method]: call,
})

it.each(actions)(
  '$kind is not sent again by retries whose response was lost, but is after throttling',
  async action => {
    const run = await startRun()
    const method = {
      signal: 'signalWorkflowExecution',
      'request-cancel': 'requestCancelWorkflowExecution',
      terminate: 'terminateWorkflowExecution',
    }[action.kind] as SwfMethod
    const errors = [
      scriptedSwfError('ThrottlingException', 'Rate exceeded'),
      Object.assign(new Error('socket hang up'), { name: 'ConnectionReset' }),
    ]
    let calls = 0
    const port = withMethod(method, async input => {
      const error = errors[calls++]
      const isLost = error?.name === 'ConnectionReset'
      if (error === undefined || isLost)
        await (local.swf as never as Record<string, (i: never) => Promise<unknown>>)[method]!(input)
      if (error !== undefined) throw error
    })
    const progress = await applyBy(retrying(port), [run], action)
    expect([calls, await times(run, action), progress.count('done')]).toEqual([2, 1, 1])
  },
)

it('gives up after three requests without a response, and leaves the execution in doubt', async () => {
  const run = await startRun()
  let [calls, waited] = [0, 0]
  const swf = withMethod('signalWorkflowExecution', () => {
    calls++
    return Promise.reject(scriptedSwfError('InternalFailure', '', 500))
  })
  const sleep = (milliseconds: number) => Promise.resolve(void (waited += milliseconds))
  await expect(applyBy(swf, [run], actions[0]!, { sleep, now: () => 0 })).rejects.toThrow('')
  expect([calls, waited, await times(run, actions[0]!)]).toEqual([3, 10_000, 0])
})

it('finds a request that arrived after its history was looked into, also if the next one was refused', async () => {
  const run = await startRun()
  const plan = join(folder, `plan-${started}`)
  let calls = 0
  const swf = withMethod('signalWorkflowExecution', async input => {
    if (calls++ === 0) throw Object.assign(new Error('reset'), { name: 'ConnectionReset' })
    await local.swf.signalWorkflowExecution(input) // that of before
    throw scriptedSwfError('ThrottlingException', 'Rate exceeded')
  })
  for (const port of [swf, local.swf as unknown as Swf]) {
    const { progress, close } = await openProgress(plan, { id: plan }, 1)
    const interruption = new AbortController()
    await applyPlan(each([run]), actions[0]!, progress, portsOf({ swf: port, interruption }))
      .catch((error: Error) => expect(error.name).toBe('ThrottlingException'))
      .finally(close)
  }
  expect([calls, await times(run, actions[0]!)]).toEqual([2, 1])
})

it('looks for a lost request only as far as it can be in the history', async () => {
  const [long, closed] = [await startRun(), await startRun()]
  const other = { kind: 'signal', signalName: 'other' } as const
  for (let i = 0; i < 250; i++) await rowOf(other).send(local.swf, { domain, ...idsOf(long) }, other, {})
  await rowOf(actions[2]!).send(local.swf, { domain, ...idsOf(closed) }, actions[2]!, {})
  let reads = 0
  const swf = withMethod('getWorkflowExecutionHistory', input => {
    reads++
    return local.swf.getWorkflowExecutionHistory(input)
  })
  const readsOf = async (run: PlannedRun, action: BulkAction, after: number) => {
    reads = 0
    return [await isRecorded({ swf, domain }, run, action, after), reads]
  }
  expect([
    await readsOf(long, other, 200),
    await readsOf(long, actions[0]!, 250),
    await readsOf(long, actions[0]!, 150),
    await readsOf(long, actions[2]!, 0),
    await readsOf(closed, actions[2]!, 0),
    await readsOf({ ...closed, runId: 'none' }, actions[2]!, 0),
  ]).toEqual([
    [true, 1],
    [false, 1],
    [false, 2],
    [false, 1],
    [true, 1],
    [gone, 1],
  ])
})

it('sends nothing more after Ctrl-C', async () => {
  const run = await startRun()
  const interruption = new AbortController()
  const swf = withMethod('getWorkflowExecutionHistory', input => {
    interruption.abort()
    return local.swf.getWorkflowExecutionHistory(input)
  })
  const progress = await applyBy(swf, [run], actions[0]!, { interrupted: interruption.signal })
  expect([await times(run, actions[0]!), progress.count('pending')]).toEqual([0, 1])
})

it('stops at an error that others would meet too, and goes on after one that is about a single execution', async () => {
  const planned = await Promise.all(Array.from({ length: 30 }, startRun))
  let calls = 0
  const failing = (error: () => Error) =>
    withMethod('requestCancelWorkflowExecution', () => {
      calls++
      return Promise.reject(error())
    })
  const action = actions[1]!
  await expect(
    applyBy(
      failing(() => scriptedSwfError('AccessDeniedException', 'no')),
      planned,
      action,
    ),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' })
  expect(calls).toBeLessThanOrEqual(8)
  calls = 0
  const failed: string[] = []
  const onFailed = (run: PlannedRun) => void failed.push(run.workflowId)
  const progress = await applyBy(
    failing(() => scriptedSwfError('SomeFault', 'no')),
    planned,
    action,
    { onFailed },
  )
  expect([calls, failed.length, progress.count('failed'), progress.left]).toEqual([30, 30, 30, 30])
  await expect(
    applyBy(
      failing(() => scriptedSwfError('UnknownResourceFault', 'Unknown domain: shop')),
      planned,
      action,
    ),
  ).rejects.toThrow('Unknown domain')
})

it('refuses a progress that is damaged, of another plan, or of a later version', async () => {
  const plan = join(folder, 'damaged')
  const open = (text: string) => {
    writeFileSync(progressPath(plan), text)
    return openProgress(plan, { id: 'a' }, 2).then(({ progress, close }) => (close(), progress))
  }
  const header = '{"reyield":"bulk progress","version":1,"plan":"a"}\n'
  const refused = [
    'x\n',
    '{"reyield":"bulk progress","version":2,"plan":"a"}\n',
    '{"reyield":"bulk progress","version":1,"plan":"b"}\n',
    `${header}{"n":2,"is":"done"}\n`,
    `${header}{"n":0,"is":"sending"}\n`,
    `${header}{"n":0,"is":"do\n{"n":0,"is":"done"}\n`,
  ]
  for (const text of refused) await expect(open(text), text).rejects.toMatchObject({ code: 'PLAN_INVALID' })
  // the beginning of a line, as a killed process leaves it
  for (const torn of [
    `${header}{"n":0,"is":"done"}\n{"n":1,"is":"do`,
    `${header}{"n":0,"is":"done"}\n\0\0\0`,
  ]) {
    const progress = await open(torn)
    expect([progress.of(0), progress.of(1), progress.left]).toEqual(['done', 'pending', 1])
    expect(readFileSync(progressPath(plan), 'utf8')).toBe(`${header}{"n":0,"is":"done"}\n`)
  }
  expect((await open(header.slice(0, 20))).left).toBe(2)
})
