import { scriptedSwfError, scriptedSwf, type ScriptedAnswer } from '@reyield/client/testing'
import { superjson } from '@reyield/data'
import { history } from '@reyield/testing'
import { activities, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type ActivityContext, type AnyWorkerOptions } from '../src/index.ts'
import { keptLog, until, ways, fixture } from './fixture.ts'

const waits = workflow({ name: 'waits', executionStartToClose: '1h' }, function* () {
  yield* sleep('1h')
})
const activityTask = {
  taskToken: 'activity token',
  activityId: '1',
  startedEventId: 6,
  workflowExecution: { workflowId: 'w', runId: 'r' },
  activityType: { name: 'step', version: '1.0' },
  input: superjson.serialize(7),
}

function decisionTask() {
  const { events, execution } = history(waits).started().decisionStarted()
  return {
    taskToken: 'decision token',
    workflowExecution: execution,
    workflowType: { name: 'waits', version: '1.0' },
    startedEventId: events.length,
    previousStartedEventId: 0,
    events,
  }
}

type Script = Parameters<typeof scriptedSwf>[0]

/** A worker with both loops, one poll each, and an SWF with scripted responses. */
function both(script: Script, options: Partial<AnyWorkerOptions> = {}) {
  const { lines, logger } = keptLog()
  const { swf, calls } = scriptedSwf({ describeDomain: [{ domainInfo: { name: 'test' } }], ...script })
  const errors: [message: string, about: object][] = []
  const worker = createWorker({
    swf,
    domain: 'test',
    taskList: 'main',
    register: false,
    concurrency: 1,
    logger,
    onError: (error, about) => errors.push([(error as Error).message, about]),
    workflows: [waits],
    activities: { step: async (n: number) => n },
    cache: false,
    ...options,
  })
  const methods = () => calls.map(({ method }) => method)
  const shown = (level: string) => lines.filter(line => line.level === level).map(({ message }) => message)
  return { worker, lines, calls, methods, shown, errors }
}

/** A response that the test sends when it wants. */
function held() {
  let give = (_: object) => {}
  const answer: ScriptedAnswer = () => new Promise<object>(resolve => (give = resolve))
  return { answer, give: (value: object) => give(value) }
}

describe('a worker with workflows and activities', () => {
  it('registers the domain and all types before it polls', async () => {
    const { worker, methods, shown } = both(
      { registerDomain: [{}], registerWorkflowType: [{}], registerActivityType: [{}] },
      { register: true },
    )
    await worker.ready
    await until(() => methods().length === 5, 'polls')
    await worker.stop({ now: true })
    expect(methods()).toEqual([
      'registerDomain',
      'registerWorkflowType',
      'registerActivityType',
      'pollForDecisionTask',
      'pollForActivityTask',
    ])
    expect(shown('debug')).toEqual(['Registered domain', 'Registered workflow', 'Registered activity'])
  })

  it('logs that it begins, stops and has stopped once for both loops', async () => {
    const seen: [string, object | undefined][] = []
    const info = (message: string, fields?: object) => void seen.push([message, fields])
    const { worker } = both({}, { logger: { debug() {}, info, warn() {}, error() {} } })
    await worker.ready
    await worker.stop({ now: true })
    const place = { domain: 'test', taskList: 'main' }
    expect(seen).toEqual([
      ['Polling', { ...place, loops: ['decisions', 'activities'] }],
      ['Stopping', { ...place, tasks: 0 }],
      ['Stopped', place],
    ])
  })

  it.each<[what: string, script: Script]>([
    [
      'a workflow type',
      { registerDomain: [{}], registerWorkflowType: [scriptedSwfError('LimitExceededFault', 'Full')] },
    ],
    [
      'an activity type',
      {
        registerDomain: [{}],
        registerWorkflowType: [{}],
        registerActivityType: [scriptedSwfError('LimitExceededFault', 'Full')],
      },
    ],
  ])('polls for nothing if %s can’t be registered, and reports that once', async (_, script) => {
    const before = process.listenerCount('uncaughtExceptionMonitor')
    const { worker, methods, shown, errors } = both(script, { register: true })
    await expect(worker.ready).rejects.toMatchObject({ name: 'LimitExceededFault' })
    await expect(worker.stopped).rejects.toMatchObject({ name: 'LimitExceededFault' })
    await worker.stop()
    expect(methods().filter(method => method.startsWith('poll'))).toEqual([])
    expect(shown('error')).toEqual(['The worker could not start: Full'])
    expect(errors).toEqual([['Full', { domain: 'test', taskList: 'main' }]])
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before)
  })

  it('waits for the polls of both loops and handles their tasks when it is stopped gracefully', async () => {
    const before = process.listenerCount('uncaughtExceptionMonitor')
    const [decision, activity] = [held(), held()]
    const { worker, methods } = both({
      pollForDecisionTask: [decision.answer],
      pollForActivityTask: [activity.answer],
      respondDecisionTaskCompleted: [{}],
      respondActivityTaskCompleted: [{}],
    })
    await until(() => methods().length === 3, 'polls')
    let stopped = false
    const stopping = worker.stop().then(() => (stopped = true))
    activity.give(activityTask)
    await until(() => methods().includes('respondActivityTaskCompleted'), 'the answer of the activity')
    expect(stopped).toBe(false)
    decision.give(decisionTask())
    await stopping
    expect(methods().slice(3)).toEqual(['respondActivityTaskCompleted', 'respondDecisionTaskCompleted'])
    expect(process.listenerCount('uncaughtExceptionMonitor')).toBe(before)
  })

  it('aborts the polls of both loops when it is stopped at once', async () => {
    const { worker, methods } = both({})
    await until(() => methods().length === 3, 'polls')
    await worker.stop({ now: true })
    await worker.stopped
    expect(methods()).toEqual(['describeDomain', 'pollForDecisionTask', 'pollForActivityTask'])
  })

  it('aborts a decision task that waits for SWF and a running activity after the grace', async () => {
    let graceOver = () => {}
    const timers = { now: () => 0, sleep: () => new Promise<void>(resolve => (graceOver = resolve)) }
    const page = held()
    let signal: AbortSignal | undefined
    const { worker, methods, shown } = both(
      {
        pollForDecisionTask: [{ ...decisionTask(), nextPageToken: 'page 2' }, page.answer],
        pollForActivityTask: [activityTask],
      },
      {
        timers,
        activities: {
          step: (_: number, context: ActivityContext) => {
            ;({ signal } = context)
            return new Promise(() => {})
          },
        },
      },
    )
    await until(() => signal !== undefined && methods().length === 4, 'tasks of both kinds')
    const stopping = worker.stop({ grace: '25s' })
    expect([signal!.aborted, shown('info')]).toEqual([false, ['Polling', 'Stopping']])
    graceOver()
    await stopping
    expect([signal!.aborted, shown('info')]).toEqual([true, ['Polling', 'Stopping', 'Stopped']])
  })

  it('handles at most one task of each kind with a concurrency of 1, and neither loop waits for the other', async () => {
    let ends = () => {}
    const { worker, methods } = both(
      {
        pollForDecisionTask: [decisionTask()],
        pollForActivityTask: [activityTask],
        respondDecisionTaskCompleted: [{}],
        respondActivityTaskCompleted: [{}],
      },
      { activities: { step: () => new Promise<void>(resolve => (ends = resolve)) } },
    )
    const count = (method: string) => methods().filter(one => one === method).length
    await until(() => count('pollForDecisionTask') === 2, 'the next poll for a decision task')
    expect([count('pollForActivityTask'), count('respondActivityTaskCompleted')]).toEqual([1, 0])
    ends()
    await until(() => count('pollForActivityTask') === 2, 'the next poll for an activity task')
    await worker.stop({ now: true })
  })

  it('reports which polls fail to the log and to onError, while the other loop continues', async () => {
    const timers = { now: () => 0, sleep: async () => {} }
    const { worker, methods, shown, errors } = both(
      {
        pollForDecisionTask: [scriptedSwfError('LimitExceededFault', 'Too many pollers')],
        pollForActivityTask: [scriptedSwfError('AccessDeniedException', 'No')],
      },
      { timers },
    )
    await until(() => methods().length === 5, 'polls')
    await worker.stop({ now: true })
    expect(shown('error')).toEqual([
      "Polling the task list 'main' for decision tasks failed: Too many pollers",
      "Polling the task list 'main' for activity tasks failed: No",
    ])
    expect(errors).toEqual([
      ['Too many pollers', { domain: 'test', taskList: 'main', loop: 'decisions' }],
      ['No', { domain: 'test', taskList: 'main', loop: 'activities' }],
    ])
  })
})

describe.each(ways)('over the %s', way => {
  it('one worker decides an execution and runs its activities', async () => {
    await using here = await fixture(way)
    const impl = { double: async (n: number) => n * 2 }
    const { double } = activities<typeof impl>({ startToClose: '1m' })
    const twice = workflow(
      { name: 'twice', taskList: 'main', executionStartToClose: '1h' },
      function* (n: number) {
        yield* sleep('10m')
        return yield* double(yield* double(n))
      },
    )
    here.worker({ workflows: [twice], activities: impl })
    const handle = await here.started(twice, 3)
    await until(async () => {
      await here.clock.advance(60_000)
      return (await handle.describe()).executionInfo?.executionStatus === 'CLOSED'
    }, 'the end of the execution')
    expect(await handle.result()).toBe(12)
    expect(here.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })
})
