import { awsSwf, retrying } from '@reyield/client'
import { scriptedSwfError, scriptedSwf, type ScriptedAnswer } from '@reyield/client/testing'
import { superjson } from '@reyield/data'
import { history } from '@reyield/testing'
import { activity, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type ActivityContext } from '../src/index.ts'
import { keptLog, until } from './fixture.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const steps = workflow({ name: 'steps', taskList: 'main' }, function* (count: number) {
  for (let n = 0; n < count; n++) yield* step(n)
  yield* sleep('1h')
})
const setupOf = () => {
  const { lines, logger } = keptLog()
  return {
    lines,
    common: { domain: 'test', taskList: 'main', logger, register: false, concurrency: 1, identity: 'me' },
  }
}
const domain = [{ domainInfo: { name: 'test' } }]

/** The responses of PollForDecisionTask for a fake history, in pages. */
function polled(count: number, pageSize = 1000): ScriptedAnswer[] {
  let recorded = history(steps).started(count)
  for (let n = 0; n < count; n++) recorded = recorded.scheduled(String(n + 1), step, n).completed(step, n)
  const { events, execution } = recorded.decisionStarted()
  const pages = Math.ceil(events.length / pageSize)
  return Array.from({ length: pages }, (_, page) => ({
    taskToken: 'token',
    workflowExecution: execution,
    workflowType: { name: 'steps', version: '1.0' },
    startedEventId: events.length,
    previousStartedEventId: 0,
    events: events.slice(page * pageSize, (page + 1) * pageSize),
    ...(page < pages - 1 ? { nextPageToken: `page ${page + 2}` } : {}),
  }))
}

describe('a decider', () => {
  it('reads all pages of a history, and responds with one call', async () => {
    const { common } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForDecisionTask: polled(2, 5),
      respondDecisionTaskCompleted: [{}],
    })
    const worker = createWorker({ swf, ...common, workflows: [steps], cache: false })
    await until(() => calls.some(({ method }) => method === 'respondDecisionTaskCompleted'), 'an answer')
    await worker.stop({ now: true })
    const poll = { domain: 'test', taskList: { name: 'main' }, identity: 'me' }
    expect(calls.slice(0, 5)).toEqual([
      { method: 'describeDomain', input: { name: 'test' } },
      { method: 'pollForDecisionTask', input: poll },
      { method: 'pollForDecisionTask', input: { ...poll, nextPageToken: 'page 2' } },
      { method: 'pollForDecisionTask', input: { ...poll, nextPageToken: 'page 3' } },
      {
        method: 'respondDecisionTaskCompleted',
        input: {
          taskToken: 'token',
          decisions: [
            {
              decisionType: 'StartTimer',
              startTimerDecisionAttributes: { timerId: '3', startToFireTimeout: '3600' },
            },
          ],
        },
      },
    ])
  })

  it('logs no error for an unknown task, since its response may have been recorded', async () => {
    const { common, lines } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForDecisionTask: polled(0),
      respondDecisionTaskCompleted: [scriptedSwfError('UnknownResourceFault', 'Unknown task')],
    })
    const worker = createWorker({ swf, ...common, workflows: [steps], cache: false })
    await until(() => calls.length === 4, 'the next poll')
    await worker.stop({ now: true })
    expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })

  it('lets a task time out if SWF refuses the response', async () => {
    const { common, lines } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForDecisionTask: polled(0),
      respondDecisionTaskCompleted: [scriptedSwfError('ValidationException', 'No')],
    })
    const worker = createWorker({ swf, ...common, workflows: [steps], cache: false })
    await until(() => calls.length === 4, 'the next poll')
    await worker.stop({ now: true })
    expect(lines.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        code: 'ValidationException',
        message: "A decision task can't be decided, so it will time out: No",
      },
    ])
  })

  it('drops a task if a page of its history can’t be read', async () => {
    const { common, lines } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForDecisionTask: [polled(2, 5)[0]!, scriptedSwfError('UnknownResourceFault', 'Unknown task')],
    })
    const worker = createWorker({ swf, ...common, workflows: [steps], cache: false })
    await until(() => calls.length === 4, 'the next poll')
    await worker.stop({ now: true })
    expect(lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })

  it('is refused with two workflows of one name and version', () => {
    const { swf } = scriptedSwf({})
    expect(() => createWorker({ swf, ...setupOf().common, workflows: [steps, { ...steps }] })).toThrow(
      expect.objectContaining({ code: 'DEFINITION_DUPLICATE' }),
    )
  })
})

describe('an activity worker', () => {
  const task = {
    taskToken: 'token',
    activityId: '1',
    startedEventId: 6,
    workflowExecution: { workflowId: 'w', runId: 'r' },
    activityType: { name: 'step', version: '1.0' },
    input: superjson.serialize(7),
  }

  it('is refused with two activities of one name and version, and with none', () => {
    const { swf } = scriptedSwf({})
    const run = async () => 1
    const make = (activities: object) => () =>
      createWorker({ swf, ...setupOf().common, activities: activities as never })
    expect(
      make([
        { name: 'a', run },
        { name: 'a', version: '1.0', run },
      ]),
    ).toThrow(expect.objectContaining({ code: 'DEFINITION_DUPLICATE' }))
    expect(make({ version: '1.0' })).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }))
  })

  it('calls the function with its input and its task', async () => {
    const { common } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [task],
      respondActivityTaskCompleted: [{}],
    })
    let seen: unknown
    const worker = createWorker({
      swf,
      ...common,
      activities: [
        {
          name: 'step',
          run: async (input: number, { activityId, activityType, workflowExecution, taskToken }) => {
            seen = { input, activityId, activityType, workflowExecution, taskToken }
          },
        },
      ],
    })
    await until(() => calls.length >= 3, 'an answer')
    await worker.stop({ now: true })
    expect(seen).toEqual({
      input: 7,
      activityId: '1',
      activityType: { name: 'step', version: '1.0' },
      workflowExecution: { workflowId: 'w', runId: 'r' },
      taskToken: 'token',
    })
    expect(calls[2]).toEqual({ method: 'respondActivityTaskCompleted', input: { taskToken: 'token' } })
  })

  it('fails an activity whose input it can’t read', async () => {
    const { common } = setupOf()
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [{ ...task, input: 'plain text' }],
      respondActivityTaskFailed: [{}],
    })
    const worker = createWorker({ swf, ...common, activities: { step: async (n: number) => n } })
    await until(() => calls.some(({ method }) => method === 'respondActivityTaskFailed'), 'an answer')
    await worker.stop({ now: true })
    const { reason } = calls.find(({ method }) => method === 'respondActivityTaskFailed')!.input as {
      reason: string
    }
    expect(reason).toMatch(/^UnreadablePayloadError: /)
  })

  it('waits for the open poll and handles its task when it is stopped gracefully', async () => {
    const { common } = setupOf()
    let deliver = (_: object) => {}
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [() => new Promise<object>(resolve => (deliver = resolve))],
      respondActivityTaskCompleted: [{}],
    })
    const worker = createWorker({ swf, ...common, activities: { step: async (n: number) => n } })
    await until(() => calls.length === 2, 'a poll')
    const stopped = worker.stop()
    deliver(task)
    await stopped
    expect(calls.map(({ method }) => method)).toEqual([
      'describeDomain',
      'pollForActivityTask',
      'respondActivityTaskCompleted',
    ])
  })

  it('aborts its activities and does not wait for them when it is stopped at once, even at its concurrency', async () => {
    const { common } = setupOf()
    const { swf } = scriptedSwf({ describeDomain: domain, pollForActivityTask: [task] })
    let signal: AbortSignal | undefined
    const worker = createWorker({
      swf,
      ...common,
      activities: {
        step: (_: number, context: { signal: AbortSignal }) => {
          ;({ signal } = context)
          return new Promise(() => {})
        },
      },
    })
    await until(() => signal !== undefined, 'a running activity')
    await worker.stop({ now: true })
    await worker.stopped
    expect([signal!.aborted, (signal!.reason as Error).name]).toEqual([true, 'AbortError'])
  })

  it('aborts `stopping` of its activities at first, and their signal only after the grace', async () => {
    const { common, lines } = setupOf()
    let graceOver = () => {}
    const timers = {
      now: () => 0,
      sleep: (milliseconds: number) =>
        new Promise<void>(resolve => (graceOver = resolve)).then(
          () => void seen.push(`${milliseconds} ms have passed`),
        ),
    }
    const seen: string[] = []
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [task],
    })
    const worker = createWorker({
      swf,
      ...common,
      timers,
      activities: {
        step: (_: number, { stopping, signal }: ActivityContext) =>
          new Promise((_resolve, reject) => {
            seen.push('begun')
            stopping.addEventListener('abort', () => seen.push('stopping'))
            signal.addEventListener('abort', () => {
              seen.push('now')
              reject(signal.reason as Error)
            })
          }),
      },
    })
    await until(() => seen.length === 1, 'a running activity')
    const stopped = worker.stop({ grace: '25s' })
    expect(seen).toEqual(['begun', 'stopping'])
    graceOver()
    await stopped
    expect(seen).toEqual(['begun', 'stopping', '25000 ms have passed', 'now'])
    const left = /^The worker stopped before the activity ended/
    await until(() => lines.some(({ message }) => left.test(message)), 'a line')
    expect(calls.map(({ method }) => method)).toEqual(['describeDomain', 'pollForActivityTask'])
    expect(lines.filter(({ level }) => level === 'info').map(({ message }) => message)).toEqual([
      'Polling',
      'Stopping',
      'Stopped',
    ])
  })

  it.each<[string, (signal: AbortSignal, cancelRequested: boolean) => unknown, string | undefined, boolean?]>(
    [
      ["throws the signal's reason", signal => signal.throwIfAborted(), undefined],
      [
        'throws an error of its own, with the reason as its cause',
        ({ reason }) => {
          throw new Error('the copy broke off', { cause: reason })
        },
        undefined,
      ],
      [
        'throws a value that is not an error',
        () => {
          throw 'enough'
        },
        undefined,
      ],
      ['has completed anyway', () => 7, 'respondActivityTaskCompleted'],
      [
        'ends because of a cancel request',
        signal => signal.throwIfAborted(),
        'respondActivityTaskCanceled',
        true,
      ],
    ],
  )(
    'that stops at once records nothing for an activity that %s, unless the outcome is known',
    async (_, end, answer, cancel = false) => {
      const { common, lines } = setupOf()
      const { swf, calls } = scriptedSwf({
        describeDomain: domain,
        pollForActivityTask: [task],
        recordActivityTaskHeartbeat: [{ cancelRequested: cancel }],
        respondActivityTaskCompleted: [{}],
        respondActivityTaskCanceled: [{}],
        respondActivityTaskFailed: [{}],
      })
      let running = false
      const worker = createWorker({
        swf,
        ...common,
        activities: {
          async step(_: number, { signal, heartbeat, stopping }: ActivityContext) {
            if (cancel) await heartbeat()
            running = true
            await new Promise(resolve => stopping.addEventListener('abort', resolve))
            await new Promise<void>(resolve => queueMicrotask(resolve))
            return end(signal, cancel)
          },
        },
      })
      await until(() => running, 'a running activity')
      await worker.stop({ now: true })
      const responses = () => calls.map(({ method }) => method).filter(method => method.startsWith('respond'))
      if (answer === undefined) {
        await until(
          () =>
            lines.some(
              ({ level, message }) => level === 'warn' && message.includes('SWF times out the activity'),
            ),
          'a line',
        )
        expect(responses()).toEqual([])
      } else {
        await until(() => responses().length > 0, 'an answer')
        expect(responses()).toEqual([answer])
      }
    },
  )

  it('stops at once if stop is called again with now', async () => {
    const { common } = setupOf()
    const { swf } = scriptedSwf({ describeDomain: domain, pollForActivityTask: [task] })
    let running = false
    const worker = createWorker({
      swf,
      ...common,
      activities: {
        step: () => {
          running = true
          return new Promise(() => {})
        },
      },
    })
    await until(() => running, 'a running activity')
    const patient = worker.stop()
    await worker.stop({ now: true })
    await patient
  })

  it('throws for a grace that is not a duration, and continues', async () => {
    const { common } = setupOf()
    const { swf, calls } = scriptedSwf({ describeDomain: domain })
    const worker = createWorker({ swf, ...common, activities: { step: async (n: number) => n } })
    await worker.ready
    await expect(worker.stop({ grace: '25' })).rejects.toMatchObject({ code: 'DURATION_INVALID' })
    await until(() => calls.length === 2, 'a poll')
    await worker.stop({ now: true })
  })

  it('waits and continues after a failed poll', async () => {
    const { common, lines } = setupOf()
    const waits: number[] = []
    const timers = {
      now: () => Date.now(),
      sleep: async (milliseconds: number) => void waits.push(milliseconds),
    }
    const errors: unknown[] = []
    const fault = scriptedSwfError('LimitExceededFault', 'Too many pollers')
    const { swf, calls } = scriptedSwf({
      describeDomain: domain,
      pollForActivityTask: [fault, fault, {}, fault],
    })
    const worker = createWorker({
      swf,
      ...common,
      timers,
      onError: error => errors.push(error),
      activities: { step: async (n: number) => n },
    })
    await until(() => calls.length === 6, 'the fifth poll')
    await worker.stop({ now: true })
    expect(waits).toEqual([1000, 2000, 1000])
    expect(errors).toEqual([fault, fault, fault])
    expect(lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual(
      Array(3).fill("Polling the task list 'main' for activity tasks failed: Too many pollers"),
    )
  })
})

describe('a worker that can’t start', () => {
  it('reports that the endpoint can’t be reached', async () => {
    const { common } = setupOf()
    let now = 0
    const timers = {
      now: () => now,
      sleep: async (milliseconds: number) => void (now += milliseconds + 1000),
    }
    const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:9' }), { timers })
    const worker = createWorker({ swf, ...common, workflows: [steps], register: true })
    await expect(worker.ready).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' })
    await expect(worker.stopped).rejects.toMatchObject({ code: 'ENDPOINT_UNREACHABLE' })
  })

  it('reports that the domain is unknown', async () => {
    const { common, lines } = setupOf()
    const { swf } = scriptedSwf({
      describeDomain: [scriptedSwfError('UnknownResourceFault', 'Unknown domain: test')],
    })
    const worker = createWorker({ swf, ...common, workflows: [steps], cache: false })
    await expect(worker.ready).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
    await expect(worker.stopped).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
    expect(lines.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual(['DOMAIN_UNKNOWN'])
  })

  it('polls without the permission to register', async () => {
    const { common, lines } = setupOf()
    const { swf, calls } = scriptedSwf({ registerDomain: [scriptedSwfError('AccessDeniedException', 'No')] })
    const worker = createWorker({ swf, ...common, register: true, workflows: [steps], cache: false })
    await worker.ready
    await until(() => calls.length === 2, 'a poll')
    await worker.stop({ now: true })
    expect(lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'The worker is not allowed to register types, and polls without that',
    ])
  })

  it('is refused with a concurrency below one', () => {
    const { swf } = scriptedSwf({})
    expect(() =>
      createWorker({ swf, ...setupOf().common, concurrency: 0, workflows: [steps], cache: false }),
    ).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })
})

describe('a worker that is stopped while it begins', () => {
  it('stops retrying if SWF can’t be reached', async () => {
    const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const { common, lines } = setupOf()
    let tried = () => {}
    const trying = new Promise<void>(resolve => (tried = resolve))
    const { swf } = scriptedSwf({
      registerDomain: [{}],
      registerActivityType: Array.from({ length: 1000 }, () => () => {
        tried()
        throw gone
      }),
    })
    const worker = createWorker({
      ...common,
      swf: retrying(swf),
      register: true,
      activities: { step: () => 1 },
    })
    await trying
    await worker.stop()
    await worker.stopped
    await expect(worker.ready).rejects.toThrow()
    expect(lines.filter(line => line.level === 'error')).toEqual([])
  })
})
