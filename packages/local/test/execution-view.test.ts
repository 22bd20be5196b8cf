import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ExecutionView } from '../src/machine/execution-view.ts'
import { attempt, histories, runSteps, step, type Step } from './random-steps.ts'
import { cancelActivity } from './test-service.ts'
import type { HistoryEvent } from '../src/model/generated/types.ts'

test('what a view shows is what the histories say, at any time', () => {
  const seen = new Set<string>()
  const check: Step = service => {
    const { executions } = service.machine
    const shown = [...executions.values()].map(shownBy)
    const written = histories(service)
    expect([...executions.keys()]).toEqual([...written.keys()])
    expect(shown).toEqual([...written].map(([runId, events]) => toldBy(runId, events)))
    for (const { closed, ...members } of shown) {
      seen.add(closed ?? 'open')
      for (const [member, value] of Object.entries(members)) if (isPresent(value)) seen.add(member)
    }
    const open = [...executions.values()].flatMap(({ activities }) => [...activities.values()])
    if (open.some(one => one.latestCancelRequestedEventId > 0)) seen.add('canceling')
  }
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 100, size: 'max' }), steps => {
      runSteps(steps.flatMap((one, n) => (n % 8 === 7 ? [one, requestCancel, check] : [one])))
    }),
    { numRuns: 100 },
  )
  // each member, and each way to close: a property that never met one would not have checked it
  expect([...seen].sort()).toEqual(everything)
})

const everything = [
  ...['CANCELED', 'COMPLETED', 'CONTINUED_AS_NEW', 'FAILED', 'TERMINATED', 'TIMED_OUT'],
  ...[
    'activities',
    'cancelRequested',
    'canceling',
    'children',
    'deadline',
    'events',
    'lambdas',
    'open',
    'parent',
  ],
  ...['queued', 'runId', 'started', 'timers', 'workflowType'],
]

test('a view changes with its execution and is the same object all the time', () => {
  const service = runSteps([])
  const start = { workflowId: 'w', workflowType: { name: 'flow', version: '1' } }
  service.call('StartWorkflowExecution', { domain: 'd', ...start })
  const [view] = service.machine.executions.values()
  const before = [view!.events.length, view!.closed]
  service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
  expect([before, view!.events.length, view!.closed?.status]).toEqual([[2, undefined], 3, 'TERMINATED'])
  expect([...service.machine.executions.values()]).toEqual([view])
  expect(service.machine.executions.get(view!.runId)).toBe(view)
})

/** Requests twice to cancel an activity that a worker has, which random steps do rarely. */
const requestCancel: Step = service => {
  for (const { workflowId, activities, ...execution } of service.machine.executions.values()) {
    const taken = [...activities.values()].find(({ startedEventId }) => startedEventId > 0)
    if (taken === undefined || execution.started !== undefined) continue
    attempt(service, 'SignalWorkflowExecution', { domain: 'd', workflowId, signalName: 's' })
    const list = service.machine.executions.get(execution.runId)!.queued!.taskList
    const { taskToken } = service.decisionTask({ list })
    const decisions = [cancelActivity(taken.activityId), cancelActivity(taken.activityId)]
    attempt(service, 'RespondDecisionTaskCompleted', { taskToken, decisions })
    return
  }
}

const isPresent = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false

/** The members of a view as plain values. */
function shownBy(view: ExecutionView) {
  const { runId, workflowType, parent, cancelRequested, queued, started } = view
  return {
    runId,
    workflowType,
    parent,
    cancelRequested,
    events: [...view.events],
    queued: queued && [queued.taskList, queued.startToCloseTimeout],
    started: started?.startedEventId,
    activities: Array.from(view.activities, ([id, one]) => [
      [id, one.activityId],
      [one.activityType, one.taskList, one.input, one.timeouts],
      [one.scheduledEventId, one.startedEventId, one.latestCancelRequestedEventId],
    ]),
    timers: Array.from(view.timers, ([id, one]) => [id, one.timerId, one.startedEventId]),
    lambdas: Array.from(view.lambdas, ([id, one]) => [id, one.scheduledEventId, one.startedEventId]),
    children: Array.from(view.children, ([id, one]) => [id, one.startedEventId]),
    deadline: view.deadline?.at,
    closed: view.closed?.status,
  }
}

/** An event with its attributes as members. */
type Told = Readonly<Record<string, unknown>> & { readonly eventId: number }

/** The same, read from the whole history at once: what was begun and never ended is open, unless the execution has closed. */
function toldBy(runId: string, events: readonly HistoryEvent[]): unknown {
  const of = (kind: string, ...facts: readonly string[]): Told[] =>
    events
      .filter(({ eventType }) => facts.some(fact => eventType === `${kind}${fact}`))
      .map(event => ({ eventId: event.eventId, ...attributesOf(event) }))
  const closing = /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated|ContinuedAsNew)$/.exec(
    events.at(-1)!.eventType,
  )
  /** Those to which none of `ends` refers. */
  const open = (begun: readonly Told[], ends: readonly Told[], reference: string) =>
    closing === null ? begun.filter(({ eventId }) => !ends.some(one => one[reference] === eventId)) : []
  const startOf = (starts: readonly Told[], { eventId }: Told) =>
    starts.find(one => one['scheduledEventId'] === eventId)?.eventId ?? 0
  const name = (taskList: unknown) => (taskList as { readonly name: string }).name

  const endedTasks = of('DecisionTask', 'Completed', 'TimedOut')
  const startedTasks = of('DecisionTask', 'Started')
  const taken = [...startedTasks, ...endedTasks]
  const [queued] = open(of('DecisionTask', 'Scheduled'), taken, 'scheduledEventId')
  const [started] = open(startedTasks, endedTasks, 'startedEventId')
  const endedActivities = of('ActivityTask', 'Completed', 'Failed', 'TimedOut', 'Canceled')
  const activities = open(of('ActivityTask', 'Scheduled'), endedActivities, 'scheduledEventId')
  const timers = open(of('Timer', 'Started'), of('Timer', 'Fired', 'Canceled'), 'startedEventId')
  const endedLambdas = [
    ...of('LambdaFunction', 'Completed', 'Failed', 'TimedOut'),
    ...of('StartLambdaFunction', 'Failed'),
  ]
  const lambdas = open(of('LambdaFunction', 'Scheduled'), endedLambdas, 'scheduledEventId')
  const endedChildren = [
    ...of('ChildWorkflowExecution', 'Completed', 'Failed', 'TimedOut', 'Canceled', 'Terminated'),
    ...of('StartChildWorkflowExecution', 'Failed'),
  ]
  const startedChildren = of('ChildWorkflowExecution', 'Started')
  const children = open(of('StartChildWorkflowExecution', 'Initiated'), endedChildren, 'initiatedEventId')
  const first = events[0]!.workflowExecutionStartedEventAttributes!
  const { executionStartToCloseTimeout: seconds } = first
  return {
    runId,
    workflowType: first.workflowType,
    parent: first.parentWorkflowExecution,
    cancelRequested: of('WorkflowExecution', 'CancelRequested').length > 0,
    events,
    queued: queued && [name(queued['taskList']), queued['startToCloseTimeout']],
    started: started?.eventId,
    activities: activities.map(one => [
      [one['activityId'], one['activityId']],
      [
        one['activityType'],
        name(one['taskList']),
        one['input'],
        {
          scheduleToStart: one['scheduleToStartTimeout'],
          scheduleToClose: one['scheduleToCloseTimeout'],
          startToClose: one['startToCloseTimeout'],
          heartbeat: one['heartbeatTimeout'],
        },
      ],
      [
        one.eventId,
        startOf(of('ActivityTask', 'Started'), one),
        of('ActivityTask', 'CancelRequested').findLast(
          request => request['activityId'] === one['activityId'] && request.eventId > one.eventId,
        )?.eventId ?? 0,
      ],
    ]),
    timers: timers.map(one => [one['timerId'], one['timerId'], one.eventId]),
    lambdas: lambdas.map(one => [one['id'], one.eventId, startOf(of('LambdaFunction', 'Started'), one)]),
    children: children.map(({ eventId }) => [
      eventId,
      startedChildren.find(one => one['initiatedEventId'] === eventId)?.eventId ?? 0,
    ]),
    deadline:
      closing === null && seconds !== 'NONE'
        ? Math.round(events[0]!.eventTimestamp * 1000) + Number(seconds) * 1000
        : undefined,
    closed: closing === null ? undefined : closing[1]!.replace(/\B[A-Z]/g, '_$&').toUpperCase(),
  }
}

const attributesOf = (event: HistoryEvent) =>
  Object.values(event).find((value): value is Record<string, unknown> => typeof value === 'object')
