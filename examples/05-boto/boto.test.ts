import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createClient } from '@reyield/client'
import { explore, replayAll, run } from '@reyield/testing'
import type { WorkflowDefinition } from '@reyield/workflow'
import { beforeAll, describe, expect, it } from 'vitest'
import { tutorialTypes } from '../01-hello/tutorial-history.ts'
import { connectionTo } from '../process.ts'
import { startLocalSwf, startProcess } from '../start/processes.ts'
import * as activities from './activities.ts'
import { HelloWorkflow, ParallelWorkflow, SerialWorkflow } from './workflows.ts'

const python = '/usr/bin/python3'
const programs = fileURLToPath(new URL('python/', import.meta.url))
const hasBoto = spawnSync(python, ['-c', 'import boto.swf']).status === 0

/** Starts a local SWF with boto's types, for processes of boto and of ours. */
async function startSystem() {
  const abortSignal = AbortSignal.timeout(50_000)
  const local = await startLocalSwf(join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite'))
  const connection = { SWF_ENDPOINT: local.url, SWF_DOMAIN: 'boto_tutorial' }
  const env = { ...process.env, ...connection, PYTHONDONTWRITEBYTECODE: '1' }
  const stops: (() => Promise<unknown>)[] = []
  const register = [join(programs, 'register.py')]
  const registered = spawnSync(python, register, { env, encoding: 'utf8', timeout: 10_000 })
  if (registered.status !== 0) {
    await local.stop()
    throw new Error(`register.py failed: ${registered.stderr}`)
  }
  return {
    /** Aborts before the test times out, so that the test fails by itself and its processes are stopped. */
    inTime: () => ({ abortSignal: AbortSignal.timeout(15_000) }),
    client: createClient({ ...connectionTo(local.url, connection.SWF_DOMAIN) }),
    /** Starts one of boto's programs, and waits until it polls. */
    async python(program: string) {
      const child = spawn(python, [join(programs, `${program}.py`)], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const exited = once(child, 'exit')
      stops.push(() => {
        child.kill()
        return exited
      })
      const ended = exited.then(([code]): never => {
        throw new Error(`${program}.py ended by itself (exit code ${code}). Its message is above`)
      })
      const line = once(createInterface({ input: child.stdout }), 'line', { signal: abortSignal })
      expect(await Promise.race([line, ended])).toEqual(['ready'])
    },
    /** Starts one of our programs, and waits until it polls. */
    async ours(role: 'decider' | 'worker') {
      const running = startProcess('05-boto', role, connection)
      stops.push(() => running.stop({ now: true }))
      await running.ready
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map(stop => stop()))
      await local.stop()
    },
  }
}

const examples: [string, WorkflowDefinition<string, string>, string, string][] = [
  ['hello', HelloWorkflow, 'World', 'Hello, World!'],
  ['serial', SerialWorkflow, 'order 7', 'order 7, taken by A, packed by B, sent by C'],
  ['parallel', ParallelWorkflow, '', 'part-1 part-2 part-3 part-4 part-5'],
]

/** The tutorial's three histories, event type by event type. */
const decided = ['DecisionTaskScheduled', 'DecisionTaskStarted', 'DecisionTaskCompleted']
const done = ['ActivityTaskScheduled', 'ActivityTaskStarted', 'ActivityTaskCompleted']
const step = [...decided, ...done]
const histories: Record<string, readonly string[]> = {
  hello: tutorialTypes,
  serial: ['WorkflowExecutionStarted', ...step, ...step, ...step, ...decided, 'WorkflowExecutionCompleted'],
  parallel: [
    'WorkflowExecutionStarted',
    ...Array.from({ length: 5 }, () => done).flat(),
    'WorkflowExecutionCompleted',
  ],
}

/** The event types without decisions, sorted, because the order of parallel activities isn't fixed. */
const sorted = (types: readonly string[]) => types.filter(type => !type.startsWith('Decision')).sort()

describe('without boto', () => {
  it.each(examples)('%s has the history of the tutorial', async (name, workflow, input, result) => {
    const { result: given, history } = await run(workflow, input, { activities })
    expect(given).toBe(result)
    const types = history.events.map(({ eventType }) => eventType!)
    const seen = name === 'parallel' ? sorted : (all: readonly string[]) => all
    expect(seen(types)).toEqual(seen(histories[name]!))
  })

  it('payloads are plain text', async () => {
    const { history, raw } = await run(HelloWorkflow, 'World', { activities })
    expect([
      history.events[0]!.workflowExecutionStartedEventAttributes!.input,
      raw[0]!.scheduleActivityTaskDecisionAttributes!.input,
      raw[1]!.completeWorkflowExecutionDecisionAttributes!.result,
    ]).toEqual(['World', 'World', 'Hello, World!'])
  })

  it('a failure contains its reason', async () => {
    const { error } = await run(HelloWorkflow, 'invalid', { activities })
    expect(error).toMatchObject({
      code: 'ACTIVITY_FAILED',
      cause: new RangeError('the name is invalid'),
    })
  })

  const expectedStatuses: Record<string, object> = {
    hello: { COMPLETED: 1, FAILED: 3, CANCELED: 1 },
    serial: { COMPLETED: 1, FAILED: 3 * 3, CANCELED: 3 },
    // the part that fails, and how, and which others have completed by then
    parallel: { COMPLETED: 1, FAILED: 5 * 3 * 2 ** 4, CANCELED: 2 ** 5 - 1 },
  }
  it.each(examples)('%s returns its complete result, or fails', async (name, workflow, input, result) => {
    const { complete, closeStatuses } = await explore(workflow, input, {
      activities,
      finally: {
        'the result is complete, or there is none': ({ closeStatus, result: given }) =>
          expect(given).toBe(closeStatus === 'COMPLETED' ? result : undefined),
      },
    })
    expect({ complete, closeStatuses }).toEqual({ complete: true, closeStatuses: expectedStatuses[name] })
  })
})

const why = 'skipped: boto 2 is not installed for /usr/bin/python3; apt-get install python3-boto'
if (!hasBoto) console.warn(`examples/05-boto: ${why}`)

describe.skipIf(!hasBoto)(hasBoto ? 'boto 2' : `boto 2 (${why})`, () => {
  let system: Awaited<ReturnType<typeof startSystem>>

  describe('its workers', () => {
    beforeAll(async () => {
      system = await startSystem()
      const theirs = examples.map(([name]) => system.python(`${name}_worker`))
      await Promise.all([...theirs, system.ours('decider')])
      return () => system[Symbol.asyncDispose]()
    })

    it.each(examples)('the %s worker serves our workflow', async (_, workflow, input, result) => {
      const handle = await system.client.start(workflow, input)
      expect(await handle.result(system.inTime())).toBe(result)
      const { workflowId, runId } = handle
      const recorded = { execution: { workflowId, runId }, events: await handle.history() }
      const tasks = await replayAll(workflow, recorded)
      expect(tasks.map(task => task.differences)).toEqual(
        tasks.map(() => ({ notRecorded: [], notDecided: [] })),
      )
    })

    it('a failure reaches our workflow, with its reason', async () => {
      const handle = await system.client.start(HelloWorkflow, 'invalid')
      await expect(handle.result(system.inTime())).rejects.toMatchObject({
        code: 'WORKFLOW_FAILED',
        reason: expect.stringMatching(/^ActivityFailedError: .* failed: the name is invalid$/) as string,
        cause: { code: 'ACTIVITY_FAILED', data: { reason: 'the name is invalid' } },
      })
    })
  })

  describe('its deciders', () => {
    beforeAll(async () => {
      system = await startSystem()
      const theirs = examples.map(([name]) => system.python(`${name}_decider`))
      await Promise.all([...theirs, system.ours('worker')])
      return () => system[Symbol.asyncDispose]()
    })

    it.each(examples)('our activity worker serves the %s decider', async (name, workflow, input, result) => {
      const handle = await system.client.start(workflow, input)
      expect(await handle.result(system.inTime())).toBe(result)
      const types = (await handle.history()).map(({ eventType }) => eventType!)
      const seen = name === 'parallel' ? sorted : (all: readonly string[]) => all
      expect(seen(types)).toEqual(seen(histories[name]!))
    })

    it('a failure of our activity reaches the decider and our client, as readable text', async () => {
      const handle = await system.client.start(HelloWorkflow, 'invalid')
      await expect(handle.result(system.inTime())).rejects.toMatchObject({
        code: 'WORKFLOW_FAILED',
        reason: 'RangeError: the name is invalid',
        cause: { name: 'RangeError', message: 'the name is invalid' },
      })
    })
  })
})
