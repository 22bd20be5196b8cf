import { signal } from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient, type RunHandle, type WorkflowHandle } from '../src/index.ts'
import { scriptedSwfError } from '../src/testing.ts'
import { chainSetup, closeStatuses, order, other, type ChainSetup, type CloseKind } from './chain-setup.ts'

const go = signal<string>('go')
const statusOf = async (handle: WorkflowHandle<unknown>) => (await handle.status()).status
const runOfHistory = async (handle: WorkflowHandle<unknown>) => {
  const [first] = await handle.history()
  return first!.workflowExecutionStartedEventAttributes!.continuedExecutionRunId
}

/** The handles of an execution whose first run has just been started. */
const handles: Record<string, (setup: ChainSetup, runId: string) => WorkflowHandle<string>> = {
  'with its run id': ({ client }, runId) => client.handle(order, { workflowId: 'w', runId }),
  'by workflow id': ({ client }) => client.handle(order, { workflowId: 'w' }),
}

/** The run that a call has read; undefined if its output doesn't show it. */
const reads: Record<string, (handle: WorkflowHandle<string>, setup: ChainSetup) => Promise<string>> = {
  describe: async handle => (await handle.describe()).executionInfo!.execution!.runId!,
  status: async (handle, { runs }) => {
    const { status } = await handle.status<string>()
    return status ?? runs.at(-1)! // a run that was just started has said nothing
  },
  history: async (handle, { runs }) => runs[runs.indexOf((await runOfHistory(handle))!) + 1]!,
  historyPages: async (handle, { runs }) => {
    const { value } = await handle.historyPages().next()
    const { continuedExecutionRunId } = value![0]!.workflowExecutionStartedEventAttributes!
    return runs[runs.indexOf(continuedExecutionRunId!) + 1]!
  },
}

/** Calls that reach an execution, and the event that each records there. */
const sends: Record<string, (handle: WorkflowHandle<string>) => Promise<void>> = {
  WorkflowExecutionSignaled: handle => handle.signal(go, 'x'),
  WorkflowExecutionCancelRequested: handle => handle.requestCancel(),
  WorkflowExecutionTerminated: handle => handle.terminate(),
}

/** How often the execution continues as new before each request of the client. */
const courses = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 8 })
const runs = { numRuns: process.env['REYIELD_DEEP'] ? 300 : 12 }

/** Continues the execution as new before requests as a course says, sometimes in another version. */
const play = (setup: ChainSetup, course: readonly number[]) =>
  setup.before(async call => {
    for (let n = 0; n < (course[call] ?? 0); n++) await setup.continueAsNew(n === 1 ? '2.0' : undefined)
  })

describe.each(Object.entries(handles))('a handle %s', (_, make) => {
  it.each(Object.entries(reads))(
    '%s reads the run that is current at its last call, at whatever call the execution continues as new',
    (_, read) =>
      fc.assert(
        fc.asyncProperty(courses, async course => {
          await using setup = await chainSetup()
          const handle = make(setup, await setup.start())
          play(setup, course)
          const runId = await read(handle, setup)
          expect(runId).toBe(setup.runs.at(-1))
        }),
        runs,
      ),
  )

  it.each(Object.entries(sends))(
    '%s reaches the open run exactly once, at whatever call the execution continues as new',
    (eventType, send) =>
      fc.assert(
        fc.asyncProperty(courses, async course => {
          await using setup = await chainSetup()
          const handle = make(setup, await setup.start())
          play(setup, course)
          await send(handle)
          const found = []
          for (const runId of setup.runs) {
            const execution = { workflowId: 'w', runId }
            const { events } = await setup.swf.getWorkflowExecutionHistory({ domain: 'd', execution })
            const own = events!.filter(
              event =>
                event.eventType === eventType &&
                event.workflowExecutionSignaledEventAttributes?.signalName !== 'awaken',
            )
            found.push(...own.map(() => runId))
          }
          expect(found).toEqual([setup.runs.at(-1)])
        }),
        runs,
      ),
  )

  it('result is that of the last run, at whatever call the execution continues as new', () =>
    fc.assert(
      fc.asyncProperty(
        courses,
        fc.constantFrom(...(Object.keys(closeStatuses) as CloseKind[])),
        async (course, how) => {
          await using setup = await chainSetup()
          const handle = make(setup, await setup.start())
          const end = course.length + 2
          setup.before(async call => {
            for (let n = 0; n < (course[call] ?? 0); n++)
              await setup.continueAsNew(n === 1 ? '2.0' : undefined)
            if (call === end) await setup.close(how)
          })
          const outcome = await handle.result().catch((error: unknown) => error)
          const expected =
            how === 'completed'
              ? 'done'
              : {
                  code: `WORKFLOW_${closeStatuses[how]}`,
                  execution: { workflowId: 'w', runId: setup.runs.at(-1) },
                }
          if (typeof expected === 'string') expect(outcome).toBe(expected)
          else expect(outcome).toMatchObject(expected)
        },
      ),
      runs,
    ))
})

describe('a handle with a run id', () => {
  it('remembers the newest run it has found, so the next call makes one request', async () => {
    await using setup = await chainSetup()
    const handle = setup.client.handle(order, { workflowId: 'w', runId: await setup.start() })
    await setup.continueAsNew()
    await setup.continueAsNew('2.0')
    setup.before(() => undefined)
    await handle.signal(go, 'x')
    expect(setup.calls).toEqual([
      'signalWorkflowExecution',
      'getWorkflowExecutionHistory',
      'signalWorkflowExecution',
      'getWorkflowExecutionHistory',
      'signalWorkflowExecution',
    ])
    expect(handle.runId).toBe(setup.runs[2])
    setup.before(() => undefined)
    await handle.signal(go, 'y')
    await handle.describe()
    expect(setup.calls).toEqual(['signalWorkflowExecution', 'describeWorkflowExecution'])
  })

  it('two concurrent calls agree on the newest run', async () => {
    await using setup = await chainSetup()
    const handle = setup.client.handle(order, { workflowId: 'w', runId: await setup.start() })
    await setup.continueAsNew()
    await setup.continueAsNew()
    await Promise.all([handle.signal(go, 'x'), handle.describe(), handle.history(), handle.requestCancel()])
    expect(handle.runId).toBe(setup.runs[2])
    expect(await setup.signals(setup.runs[2]!)).toEqual(['go'])
  })

  it.each(Object.entries(closeStatuses) as [CloseKind, string][])(
    'says how a run closed as %s, and never goes on to another execution of the same workflow id',
    async (how, status) => {
      await using setup = await chainSetup()
      const handle = setup.client.handle(order, { workflowId: 'w', runId: await setup.start() })
      await setup.continueAsNew()
      await setup.setStatus('last words')
      await setup.close(how)
      const lastRun = setup.runs[1]!
      await setup.start(other) // somebody else uses the id
      for (const send of Object.values(sends)) {
        await expect(send(handle)).rejects.toMatchObject({
          code: 'EXECUTION_UNKNOWN',
          runId: lastRun,
          message: expect.stringContaining(`closed as ${status}`) as unknown,
        })
      }
      expect((await handle.describe()).executionInfo).toMatchObject({
        execution: { runId: lastRun },
        closeStatus: status,
      })
      expect(await statusOf(handle)).toBe('last words')
      expect(await runOfHistory(handle)).toBe(setup.runs[0])
      expect(await setup.signals(setup.runs[2]!)).toEqual([])
    },
  )

  it.each(['OperationNotPermittedFault', 'AccessDeniedException'])(
    'says which permission is missing if the client may signal but not read (%s)',
    async name => {
      await using setup = await chainSetup()
      const runId = await setup.start()
      await setup.continueAsNew()
      const forbidden = async () => {
        throw scriptedSwfError(name, 'not authorized')
      }
      const swf = { ...setup.swf, getWorkflowExecutionHistory: forbidden }
      const handle = createClient({ swf, domain: 'd' }).handle(order, { workflowId: 'w', runId })
      await expect(handle.signal(go, 'x')).rejects.toMatchObject({
        code: 'EXECUTION_UNKNOWN',
        message: expect.stringContaining('swf:GetWorkflowExecutionHistory') as unknown,
      })
      await expect(handle.history()).rejects.toMatchObject({ name })
      await createClient({ swf, domain: 'd' }).handle(order, { workflowId: 'w' }).signal(go, 'x')
      expect(await setup.signals(setup.runs[1]!)).toEqual(['go'])
    },
  )

  it('with followRuns: false stays with its run', async () => {
    await using setup = await chainSetup()
    const [first] = [await setup.start()]
    await setup.setStatus('one')
    const handle = setup.client.handle(order, { workflowId: 'w', runId: first }, { followRuns: false })
    const second = await setup.continueAsNew()
    await setup.setStatus('two')
    expect(await statusOf(handle)).toBe('one')
    expect((await handle.describe()).executionInfo!.closeStatus).toBe('CONTINUED_AS_NEW')
    expect((await handle.history()).at(-1)!.eventType).toBe('WorkflowExecutionContinuedAsNew')
    expect(handle.runId).toBe(first)
    await expect(handle.signal(go, 'x')).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN', runId: first })
    await expect(handle.result()).rejects.toMatchObject({
      code: 'WORKFLOW_CONTINUED_AS_NEW',
      execution: { workflowId: 'w', runId: first },
      newRunId: second,
    })
  })

  it('of start takes followRuns as well', async () => {
    await using setup = await chainSetup()
    const start = (followRuns: boolean, workflowId: string) =>
      setup.client.start(order, 1, { workflowId, followRuns })
    const [stays, follows] = [await start(false, 'w'), await start(true, 'v')]
    expect([stays, follows].map(({ workflowId }) => workflowId)).toEqual(['w', 'v'])
    setup.runs.push(stays.runId)
    await setup.swf.terminateWorkflowExecution({ domain: 'd', workflowId: 'v' })
    await setup.continueAsNew()
    expect((await stays.describe()).executionInfo!.closeStatus).toBe('CONTINUED_AS_NEW')
  })

  it('of a list follows an open run, and stays with a closed one', async () => {
    await using setup = await chainSetup()
    await setup.start()
    const listed = async (status: 'OPEN' | 'CLOSED') => {
      for await (const { handle } of setup.client.list({ status, workflowId: 'w' })) return handle
      throw new Error('none')
    }
    const open = await listed('OPEN')
    await setup.continueAsNew()
    const closed = await listed('CLOSED')
    await open.signal(go, 'x')
    expect(await setup.signals(setup.runs[1]!)).toEqual(['go'])
    expect((await closed.history()).at(-1)!.eventType).toBe('WorkflowExecutionContinuedAsNew')
  })
})

describe('after the retention period', () => {
  const chain = async (length: number, setup: ChainSetup) => {
    const handle = setup.client.handle(order, { workflowId: 'w', runId: await setup.start() })
    for (let n = 1; n < length; n++) {
      await setup.clock.advance('20 hours')
      await setup.continueAsNew()
    }
    return handle
  }

  it('of its run, a handle goes on to the next run if that is the oldest one left', async () => {
    await using setup = await chainSetup()
    const handle = await chain(3, setup)
    await setup.clock.advance('10 hours') // the first run is gone, the second isn't
    await handle.signal(go, 'x')
    expect(await setup.signals(setup.runs[2]!)).toEqual(['go'])
    expect(handle.runId).toBe(setup.runs[2])
  })

  it.each<[string, (handle: RunHandle<string>) => Promise<unknown>]>([
    ['signal', handle => handle.signal(go, 'x')],
    ['describe', handle => handle.describe()],
    ['history', handle => handle.history()],
    ['result', handle => handle.result()],
  ])('of two runs, %s says what can no longer be known', async (_, call) => {
    await using setup = await chainSetup()
    const handle = await chain(4, setup)
    await setup.clock.advance('10 hours')
    const error = await call(handle).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'EXECUTION_UNKNOWN', workflowId: 'w', runId: setup.runs[0] })
    expect((error as Error).message).toContain("it's no longer known how it closed")
    expect((error as Error).message).toContain(`'${setup.runs[2]}', which continued '${setup.runs[1]}'`)
    expect(await setup.signals(setup.runs[3]!)).toEqual([])
  })

  it('of all runs, a handle throws the same error as for a run that never existed', async () => {
    await using setup = await chainSetup()
    const handle = await chain(2, setup)
    await setup.close()
    await setup.clock.advance('2 days')
    await expect(handle.result()).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN' })
    await setup.start(other)
    await expect(handle.result()).rejects.toMatchObject({
      code: 'EXECUTION_UNKNOWN',
      message: expect.stringContaining(`'${setup.runs[2]}', which continued no other run`) as unknown,
    })
  })
})

describe('a handle by workflow id', () => {
  it('sends without a run id and makes no other request', async () => {
    await using setup = await chainSetup()
    await setup.start()
    const handle = setup.client.handle(order, { workflowId: 'w' })
    setup.before(() => undefined)
    for (const send of [...Object.values(sends).slice(0, 2), (h: typeof handle) => h.nudge()])
      await send(handle)
    expect(setup.calls).toEqual([
      'signalWorkflowExecution',
      'requestCancelWorkflowExecution',
      'signalWorkflowExecution',
    ])
    expect(handle.runId).toBeUndefined()
  })

  it('goes to the execution that has the workflow id now', async () => {
    await using setup = await chainSetup()
    await setup.start()
    await setup.setStatus('first')
    const handle = setup.client.handle(order, { workflowId: 'w' })
    expect(await statusOf(handle)).toBe('first')
    await setup.close()
    expect(await statusOf(handle)).toBe('first') // the one that closed last
    expect(await handle.result()).toBe('done')
    await expect(handle.signal(go, 'x')).rejects.toMatchObject({
      code: 'EXECUTION_UNKNOWN',
      runId: undefined,
    })
    await setup.start()
    await setup.setStatus('second')
    expect(await statusOf(handle)).toBe('second')
  })

  it('looks again after a second, because lists lag behind', async () => {
    await using setup = await chainSetup()
    const handle = setup.client.handle(order, { workflowId: 'w' })
    let begun = setup.clock.now()
    setup.before(call => (call === 2 ? setup.start() : undefined))
    expect((await handle.describe()).executionInfo!.execution!.runId).toBe(setup.runs[0])
    expect(setup.clock.now() - begun).toBe(1000)
    const unknown = setup.client.handle(order, { workflowId: 'no such' })
    for (const read of [
      () => unknown.describe(),
      () => unknown.status(),
      () => unknown.history(),
      () => unknown.historyPages().next(),
      () => unknown.result(),
    ]) {
      begun = setup.clock.now()
      setup.before(() => undefined)
      await expect(read()).rejects.toMatchObject({ code: 'EXECUTION_UNKNOWN', workflowId: 'no such' })
      expect(setup.clock.now() - begun).toBe(1000)
      expect(setup.calls).toEqual([
        'listOpenWorkflowExecutions',
        'listClosedWorkflowExecutions',
        'listOpenWorkflowExecutions',
        'listClosedWorkflowExecutions',
      ])
    }
  })

  it('follows a run that a list still shows as open', async () => {
    await using setup = await chainSetup()
    const first = await setup.start()
    await setup.continueAsNew()
    const stale = {
      ...setup.swf,
      listOpenWorkflowExecutions: async () => ({
        executionInfos: [{ execution: { workflowId: 'w', runId: first } }],
      }),
    }
    const handle = createClient({ swf: stale as never, domain: 'd' }).handle(order, { workflowId: 'w' })
    expect((await handle.describe()).executionInfo!.execution!.runId).toBe(setup.runs[1])
  })
})
