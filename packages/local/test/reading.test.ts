import { describe, expect, test } from 'vitest'
import { complete, flow, marker, schedule, timer, TestService } from './test-service.ts'

const at = 1_700_000_000

describe('DescribeWorkflowExecution', () => {
  test('returns an open execution with its open counts', () => {
    const service = new TestService().started({ tagList: ['t'], taskPriority: '4', lambdaRole: 'r' })
    const configuration = {
      taskStartToCloseTimeout: '10',
      executionStartToCloseTimeout: '1000',
      taskList: { name: 'flows' },
      childPolicy: 'TERMINATE',
      taskPriority: '4',
      lambdaRole: 'r',
    }
    const info = {
      execution: { workflowId: 'w', runId: service.runId },
      workflowType: flow,
      startTimestamp: at,
      executionStatus: 'OPEN',
      tagList: ['t'],
      cancelRequested: false,
    }
    const counts = {
      openActivityTasks: 0,
      openTimers: 0,
      openDecisionTasks: 1,
      openChildWorkflowExecutions: 0,
      openLambdaFunctions: 0,
    }
    expect(service.describe()).toEqual({
      executionInfo: info,
      executionConfiguration: configuration,
      openCounts: counts,
    })
    const { taskToken } = service.decisionTask()
    // a started decision task isn't counted
    expect(service.describe().openCounts.openDecisionTasks).toBe(0)
    service.pass(1000)
    const decisions = [schedule('1'), schedule('2'), timer('t', 100)]
    service.call('RespondDecisionTaskCompleted', { taskToken, decisions, executionContext: '' })
    service.pass(1000)
    service.activityTask()
    service.call('RequestCancelWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(service.describe()).toEqual({
      executionInfo: { ...info, cancelRequested: true },
      executionConfiguration: configuration,
      openCounts: { ...counts, openActivityTasks: 2, openTimers: 1 },
      latestActivityTaskTimestamp: at + 2,
      latestExecutionContext: '',
    })
  })

  test('returns a closed execution with the counts at its close, and without the cancel request', () => {
    const service = new TestService().started()
    service.decide([schedule('1'), timer('t', 100)], { executionContext: 'a' })
    service.call('RequestCancelWorkflowExecution', { domain: 'd', workflowId: 'w' })
    service.pass(3000)
    service.decide([complete()])
    expect(service.describe()).toEqual({
      executionInfo: {
        execution: { workflowId: 'w', runId: service.runId },
        workflowType: flow,
        startTimestamp: at,
        closeTimestamp: at + 3,
        executionStatus: 'CLOSED',
        closeStatus: 'COMPLETED',
        cancelRequested: false,
      },
      executionConfiguration: {
        taskStartToCloseTimeout: '10',
        executionStartToCloseTimeout: '1000',
        taskList: { name: 'flows' },
        childPolicy: 'TERMINATE',
      },
      openCounts: {
        openActivityTasks: 1,
        openTimers: 1,
        openDecisionTasks: 0,
        openChildWorkflowExecutions: 0,
        openLambdaFunctions: 0,
      },
      latestActivityTaskTimestamp: at,
      latestExecutionContext: 'a',
    })
  })

  test.each(['DescribeWorkflowExecution', 'GetWorkflowExecutionHistory'])(
    '%s requires the right run, id and domain',
    action => {
      const service = new TestService().started()
      service.call('RegisterDomain', { name: 'other', workflowExecutionRetentionPeriodInDays: '1' })
      const { runId } = service
      const unknown = (w: string, r: string) =>
        `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=${w}, runId=${r}]`
      const ask = (domain: string, execution: object) => service.errorOf(action, { domain, execution })
      expect(ask('d', { workflowId: 'w', runId: 'x' })).toBe(unknown('w', 'x'))
      expect(ask('d', { workflowId: 'x', runId })).toBe(unknown('x', runId))
      expect(ask('other', { workflowId: 'w', runId })).toBe(unknown('w', runId))
      expect(ask('d', { workflowId: 'w' })).toBe(
        "ValidationException: 1 validation error detected: Value null at 'execution.runId' failed to satisfy constraint: Member must not be null",
      )
    },
  )
})

describe('the pages of a history', () => {
  /** An execution with 10 events. */
  const ten = () => {
    const service = new TestService().started()
    service.decide([1, 2, 3, 4, 5, 6].map(n => marker(`m${n}`)))
    return service
  }
  const pages = (service: TestService, request: object) => {
    const execution = { workflowId: 'w', runId: service.runId }
    const all: number[][] = []
    let nextPageToken: string | undefined
    do {
      const page = service.call('GetWorkflowExecutionHistory', {
        domain: 'd',
        execution,
        nextPageToken,
        ...request,
      })
      all.push(page.events.map(event => event.eventId))
      nextPageToken = page.nextPageToken
    } while (nextPageToken !== undefined)
    return all
  }

  test.each([
    [{}, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]],
    [{ maximumPageSize: 0 }, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]],
    [{ maximumPageSize: 10 }, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]],
    [
      { maximumPageSize: 4 },
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
      ],
    ],
    [
      { maximumPageSize: 5 },
      [
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
      ],
    ],
    [
      { maximumPageSize: 4, reverseOrder: true },
      [
        [10, 9, 8, 7],
        [6, 5, 4, 3],
        [2, 1],
      ],
    ],
  ])('%j', (request, expected) => {
    expect(pages(ten(), request)).toEqual(expected)
  })

  test('the default page has 1,000 events', () => {
    const service = new TestService().started()
    service.decide(Array.from({ length: 1500 }, (_, n) => marker(`m${n}`)))
    expect(pages(service, {}).map(page => page.length)).toEqual([1000, 504])
  })

  test('a page token belongs to its run, its order and its action', () => {
    const service = ten()
    const execution = { workflowId: 'w', runId: service.runId }
    const request = { domain: 'd', execution, maximumPageSize: 4 }
    const { nextPageToken } = service.call('GetWorkflowExecutionHistory', request)
    const other = { workflowId: 'v', runId: service.start({ workflowId: 'v' }) }
    const invalid = 'ValidationException: Invalid token'
    const fault = (more: object) =>
      service.errorOf('GetWorkflowExecutionHistory', { ...request, nextPageToken, ...more })
    expect([
      fault({}),
      fault({ execution: other }),
      fault({ reverseOrder: true }),
      fault({ nextPageToken: 'x' }),
      service.errorOf('ListDomains', { registrationStatus: 'REGISTERED', nextPageToken }),
      service.errorOf('PollForDecisionTask', { domain: 'd', taskList: { name: 'flows' }, nextPageToken }),
    ]).toEqual(['no error', invalid, invalid, invalid, invalid, invalid])
  })
})

describe('the pages of a decision task', () => {
  /** An execution with a completed first decision task (events 1 to 8) and a scheduled second one (event 10). */
  const second = () => {
    const service = new TestService().started()
    service.decide([1, 2, 3, 4].map(n => marker(`m${n}`)))
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    return service
  }
  const ids = (task: { events?: readonly { eventId: number }[] }) =>
    task.events!.map(({ eventId }) => eventId)

  test('contain the same task with its history up to its start', () => {
    const service = second()
    const { events, nextPageToken, ...task } = service.decisionTask({ maximumPageSize: 6 })
    expect(ids({ events })).toEqual([1, 2, 3, 4, 5, 6])
    expect({ ...task, taskToken: '' }).toEqual({
      taskToken: '',
      startedEventId: 11,
      previousStartedEventId: 3,
      workflowExecution: { workflowId: 'w', runId: service.runId },
      workflowType: flow,
    })
    // events that arrive in the meantime aren't included
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    const { events: rest, ...again } = service.decisionTask({ maximumPageSize: 6, nextPageToken })
    expect(ids({ events: rest })).toEqual([7, 8, 9, 10, 11])
    expect(again).toEqual(task)
  })

  test.each([
    [{ startAtPreviousStartedEvent: true }, [3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [{ startAtPreviousStartedEvent: true, reverseOrder: true }, [11, 10, 9, 8, 7, 6, 5, 4, 3]],
    [{ reverseOrder: true, maximumPageSize: 2 }, [11, 10]],
    [{ maximumPageSize: 1 }, [1]],
  ])('%j', (request, expected) => {
    expect(ids(second().decisionTask(request))).toEqual(expected)
  })

  test('begin with the first event for a first task', () => {
    const service = new TestService().started()
    expect(ids(service.decisionTask({ startAtPreviousStartedEvent: true }))).toEqual([1, 2, 3])
  })

  test('continue at the previous started event, if requested', () => {
    const service = second()
    const request = { startAtPreviousStartedEvent: true, maximumPageSize: 5 }
    const { nextPageToken } = service.decisionTask(request)
    const last = service.decisionTask({ ...request, nextPageToken })
    expect(ids(last)).toEqual([8, 9, 10, 11])
    expect(last.nextPageToken).toBe(undefined)
  })

  test('are refused after the task has ended', () => {
    const service = second()
    const poll = { domain: 'd', taskList: { name: 'flows' }, maximumPageSize: 2 }
    const { taskToken, nextPageToken } = service.call('PollForDecisionTask', poll)
    service.call('RespondDecisionTaskCompleted', { taskToken: taskToken })
    expect(service.errorOf('PollForDecisionTask', { ...poll, nextPageToken })).toBe(
      'UnknownResourceFault: Unknown decision task, scheduledEventId = 10',
    )
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    expect(service.errorOf('PollForDecisionTask', { ...poll, nextPageToken })).toBe(
      `UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=${service.runId}]`,
    )
    for (const garbage of ['x', 'a.b', `${taskToken}.x`, 'a.b.c']) {
      expect(service.errorOf('PollForDecisionTask', { ...poll, nextPageToken: garbage })).toMatch(
        /Invalid token|Unknown execution/,
      )
    }
  })
})
