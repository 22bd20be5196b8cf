import type { WorkflowHandle } from '@reyield/client'
import { activities, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { until, ways, fixture, type Fixture } from './fixture.ts'

const options = { taskList: 'main', executionStartToClose: '30 days' } as const
const other = workflow({ name: 'other', ...options }, function* () {})

/** Waits until workers have logged this many times that a task can't be decided. */
const refusals = (here: Fixture, count: number) =>
  until(
    () => here.lines.filter(({ level }) => level === 'error').length === count,
    `${count} tasks that can't be decided`,
  )

/** Waits until the open decision task of the execution has been completed. */
const answered = (handle: WorkflowHandle<unknown>) =>
  until(async () => {
    const types = (await handle.history()).map(({ eventType }) => eventType)
    const scheduled = types.lastIndexOf('DecisionTaskScheduled')
    return (
      types.includes('DecisionTaskCompleted', scheduled) || types.includes('DecisionTaskTimedOut', scheduled)
    )
  }, 'an answer')

describe.each(ways)('over the %s, a decision task that can’t be decided', way => {
  it('times out once, is then completed with a wait, and is decided after a deployment', async () => {
    await using here = await fixture(way)
    const greet = workflow({ name: 'greet', ...options }, function* () {
      yield* sleep('1s')
      return 'hello'
    })
    const old = here.worker({ workflows: [other] })
    await old.ready
    await here.swf.registerWorkflowType({ domain: 'test', name: 'greet', version: '1.0' })
    const handle = await here.started(greet)
    await refusals(here, 1)
    await here.clock.advance('10s') // the task times out
    await refusals(here, 2)
    await answered(handle)
    expect(await handle.status()).toEqual({
      status: undefined,
      error: {
        code: 'TYPE_UNREGISTERED',
        message:
          "This worker doesn't serve the workflow type 'greet' 1.0, which a task of task list 'main' has. It serves 'other' 1.0. Add the type to the worker's workflows, or use another task list for the types of other workers",
      },
    })
    await here.clock.advance('10m')
    await refusals(here, 3)
    await answered(handle)
    await old.stop({ now: true })

    await here.worker({ workflows: [other, greet] }).ready
    await here.clock.advance('10m')
    await answered(handle)
    expect(await handle.status()).toEqual({ status: undefined, error: undefined })
    await here.clock.advance('1s')
    expect(await handle.result()).toBe('hello')
    const waits = (await handle.history()).flatMap(event => {
      const timer = event.timerStartedEventAttributes
      return timer === undefined ? [] : [`${timer.timerId!} ${timer.startToFireTimeout!}`]
    })
    expect(waits).toEqual(['~retry 600', '~retry 600', '1 1'])
    expect(here.lines.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual([
      'TYPE_UNREGISTERED',
      'TYPE_UNREGISTERED',
      'TYPE_UNREGISTERED',
    ])
  })

  it.each<[string, AnyWorkflow]>([
    [
      'WORKFLOW_STUCK',
      workflow({ name: 'bad', ...options }, async function* () {
        await new Promise(() => {})
        yield* sleep('1s')
      }),
    ],
    [
      'WORKFLOW_RUNAWAY',
      workflow({ name: 'bad', ...options }, function* () {
        for (;;) {
          try {
            yield 1
          } catch {
            continue
          }
        }
      }),
    ],
    [
      'PAYLOAD_UNSERIALIZABLE',
      workflow({ name: 'bad', ...options }, function* () {
        yield* []
        return { callback: () => 1 }
      }),
    ],
    [
      'PAYLOAD_TOO_LONG',
      workflow({ name: 'bad', ...options }, function* () {
        yield* []
        return 'x'.repeat(33_000)
      }),
    ],
    [
      'OPERATION_NEVER_YIELDED',
      workflow({ name: 'bad', ...options }, function* () {
        yield* []
        sleep('1s')
      }),
    ],
  ])('has the code %s in the execution context, and the execution stays open', async (code, bad) => {
    await using here = await fixture(way)
    here.worker({ workflows: [bad] })
    const handle = await here.started(bad as typeof other)
    await refusals(here, 1)
    await here.clock.advance('10s')
    await refusals(here, 2)
    await answered(handle)
    const { latestExecutionContext, executionInfo, openCounts } = await handle.describe()
    expect((JSON.parse(latestExecutionContext!) as { error: { code: string } }).error.code).toBe(code)
    expect([executionInfo!.executionStatus, openCounts!.openTimers]).toEqual(['OPEN', 1])
  })

  it('has both sides of a nondeterminism in the log, and the execution continues with code that fits', async () => {
    await using here = await fixture(way)
    const impl = { one: async () => 1, two: async () => 2 }
    const { one, two } = activities<typeof impl>({ startToClose: '1h' })
    const first = workflow({ name: 'changed', ...options }, function* () {
      yield* sleep('1m')
      return yield* one()
    })
    const changed = workflow({ name: 'changed', ...options }, function* () {
      return yield* two()
    })
    const good = here.worker({ workflows: [first] })
    const handle = await here.started(first)
    await answered(handle)
    await good.stop({ now: true })
    const bad = here.worker({ workflows: [changed] })
    await bad.ready
    await here.clock.advance('1m')
    await here.clock.advance('10s') // the first worker kept the execution and has stopped
    await refusals(here, 1)
    expect(here.lines.find(({ level }) => level === 'error')).toEqual({
      level: 'error',
      code: 'NON_DETERMINISM',
      message: expect.stringContaining(
        "so it will time out: Workflow 'changed' doesn't do what its history records",
      ) as string,
    })
    await bad.stop({ now: true })
    here.worker({ workflows: [first] })
    await here.worker({ activities: impl }).ready
    await here.clock.advance('10s')
    expect(await handle.result()).toBe(1)
  })

  it('fails the execution for a nondeterminism with nonDeterminism: fail, and logs the source line', async () => {
    await using here = await fixture(way)
    const { two } = activities<{ two(): Promise<number> }>({ startToClose: '1h' })
    const first = workflow({ name: 'changed', ...options }, function* () {
      yield* sleep('1m')
    })
    const changed = workflow({ name: 'changed', ...options }, function* () {
      yield* two()
    })
    const good = here.worker({ workflows: [first] })
    const handle = await here.started(first)
    await answered(handle)
    await good.stop({ now: true })
    const bad = here.worker({ workflows: [changed], nonDeterminism: 'fail' })
    await bad.ready
    await here.clock.advance('1m')
    await here.clock.advance('10s') // the first worker kept the execution and has stopped
    await expect(handle.result()).rejects.toMatchObject({
      code: 'WORKFLOW_FAILED',
      cause: { message: expect.stringMatching(/doesn't do what its history records/) as string },
    })
    const { message } = here.lines.find(({ level }) => level === 'error')!
    expect(message).toMatch(/wants activity id '1' two 1\.0\n\s+at .*healing\.test\.ts:\d+:\d+/)
  })
})
