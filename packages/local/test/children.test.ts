import { describe, expect, test } from 'vitest'
import { parseExecutionKey } from '../src/machine/keys.ts'
import {
  cancel,
  cancelExternal,
  child,
  complete,
  continueAsNew,
  decisionTask,
  fail,
  flow,
  marker,
  schedule,
  signalExternal,
  timer,
  TestService,
} from './test-service.ts'
import type { Row } from './test-service.ts'

const defaults = {
  executionStartToCloseTimeout: '1000',
  taskStartToCloseTimeout: '10',
  childPolicy: 'TERMINATE',
  taskList: { name: 'flows' },
  workflowType: flow,
}
const by = { decisionTaskCompletedEventId: 4 }

/** A parent `w` with decision tasks on the list `flows`, and its child `c` with decision tasks on the list `children`. */
function family(more: Parameters<typeof child>[1] = {}, parent: Parameters<TestService['start']>[0] = {}) {
  const service = new TestService().started(parent)
  service.decide([child('c', { taskList: { name: 'children' }, ...more })])
  return { service, parent: { workflowId: 'w', runId: service.runId }, kid: service.latest('c') }
}

const toChild = { list: 'children' }

describe('a child starts', () => {
  test('in a transaction of its own, and another one reports this to the parent', () => {
    const service = new TestService().started({ tagList: ['parent'], taskPriority: '7', lambdaRole: 'role' })
    const before = service.log.length
    service.decide([child('c', { control: 'mine', input: 'i', tagList: ['t'] }), marker('m')])
    const workflowExecution = service.latest('c')
    expect(service.rows(5)).toEqual([
      [
        5,
        'StartChildWorkflowExecutionInitiated',
        { ...defaults, ...by, workflowId: 'c', control: 'mine', input: 'i', tagList: ['t'] },
      ],
      [6, 'MarkerRecorded', { markerName: 'm', ...by }],
      [7, 'ChildWorkflowExecutionStarted', { workflowExecution, workflowType: flow, initiatedEventId: 5 }],
      [8, 'DecisionTaskScheduled', { ...decisionTask, taskPriority: '7' }],
    ])
    expect(service.rows(1, workflowExecution)).toEqual([
      [
        1,
        'WorkflowExecutionStarted',
        {
          ...defaults,
          input: 'i',
          tagList: ['t'],
          parentWorkflowExecution: { workflowId: 'w', runId: service.runId },
          parentInitiatedEventId: 5,
        },
      ],
      [2, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(
      service.log.slice(before).map(({ kind, key }) => [kind, parseExecutionKey(key).workflowId]),
    ).toEqual([
      ['decision-task-started', 'w'],
      ['decision-task-completed', 'w'],
      ['execution-started', 'c'],
      ['child-started', 'w'],
    ])
    const kid = service.describe(workflowExecution)
    expect(kid.executionInfo.parent).toEqual({ workflowId: 'w', runId: service.runId })
    expect(service.describe().openCounts.openChildWorkflowExecutions).toBe(1)
  })

  test('with the values of the decision or else the defaults of the type, where NONE means a year', () => {
    const own = {
      executionStartToCloseTimeout: 'NONE',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'ABANDON',
      taskList: { name: 'l' },
      taskPriority: '-1',
      lambdaRole: 'r',
    } as const
    const { service, kid } = family(own)
    const resolved = { ...own, executionStartToCloseTimeout: '31536000', workflowType: flow }
    expect(service.rows(5)[0]).toEqual([
      5,
      'StartChildWorkflowExecutionInitiated',
      { ...resolved, ...by, workflowId: 'c' },
    ])
    expect(service.rows(1, kid)[0]![2]).toMatchObject(resolved)
  })

  test('not if its workflow id is in use, which a later transaction records', () => {
    const service = new TestService().registered()
    service.start({ workflowId: 'c' })
    service.start()
    service.decide()
    service.decide([child('c', { control: 'mine' })])
    expect(service.rows(6)).toEqual([
      [
        6,
        'StartChildWorkflowExecutionFailed',
        {
          workflowType: flow,
          cause: 'WORKFLOW_ALREADY_RUNNING',
          workflowId: 'c',
          initiatedEventId: 5,
          ...by,
          control: 'mine',
        },
      ],
      [7, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.log.at(-1)!.events!.length).toBe(2)
    expect(service.describe().openCounts.openChildWorkflowExecutions).toBe(0)
  })

  test('only once for two decisions with the same id in a batch', () => {
    const service = new TestService().started()
    service.decide([child('c'), child('c')])
    const link = { workflowType: flow, ...by }
    expect(service.rows(7)).toEqual([
      [
        7,
        'StartChildWorkflowExecutionFailed',
        { ...link, cause: 'WORKFLOW_ALREADY_RUNNING', workflowId: 'c', initiatedEventId: 6 },
      ],
      [8, 'DecisionTaskScheduled', decisionTask],
      [
        9,
        'ChildWorkflowExecutionStarted',
        { workflowExecution: service.latest('c'), workflowType: flow, initiatedEventId: 5 },
      ],
    ])
  })
})

describe('a child whose decision is refused', () => {
  const bare = { name: 'bare', version: '1' }
  const full = {
    workflowType: bare,
    executionStartToCloseTimeout: '1',
    taskList: { name: 'l' },
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'ABANDON',
  } as const
  const without = (...members: (keyof typeof full)[]) =>
    Object.fromEntries(Object.entries(full).filter(([member]) => !members.includes(member as 'taskList')))

  test.each<[object, string]>([
    [{ ...full, workflowType: { name: 'none', version: '1' } }, 'WORKFLOW_TYPE_DOES_NOT_EXIST'],
    [{ ...full, workflowType: { name: 'old', version: '1' } }, 'WORKFLOW_TYPE_DEPRECATED'],
    [
      { workflowType: bare, ...without('workflowType', 'executionStartToCloseTimeout', 'taskList') },
      'DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED',
    ],
    [{ workflowType: bare, executionStartToCloseTimeout: '1' }, 'DEFAULT_TASK_LIST_UNDEFINED'],
    [without('taskStartToCloseTimeout', 'childPolicy'), 'DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED'],
    [without('childPolicy'), 'DEFAULT_CHILD_POLICY_UNDEFINED'],
  ])('%j: %s', (more, cause) => {
    const service = new TestService().registered()
    service.call('RegisterWorkflowType', { domain: 'd', ...bare })
    service.call('RegisterWorkflowType', { domain: 'd', name: 'old', version: '1' })
    service.call('DeprecateWorkflowType', { domain: 'd', workflowType: { name: 'old', version: '1' } })
    service.start()
    service.decide([child('c', { control: 'mine', ...more })])
    const { workflowType } = more as typeof full
    const attributes = { workflowType, cause, workflowId: 'c', initiatedEventId: 0, ...by, control: 'mine' }
    expect(service.rows(5)).toEqual([
      [5, 'StartChildWorkflowExecutionFailed', attributes],
      [6, 'DecisionTaskScheduled', decisionTask],
    ])
  })

  test.each([
    ['openChildren', 1, 'OPEN_CHILDREN_LIMIT_EXCEEDED'],
    ['openExecutions', 2, 'OPEN_WORKFLOWS_LIMIT_EXCEEDED'],
  ])('%s %i: %s', (limit, most, cause) => {
    const service = new TestService({ limits: { [limit]: most } }).started()
    service.decide([child('a'), child('b')])
    expect(service.rows(6)[0]).toEqual([
      6,
      'StartChildWorkflowExecutionFailed',
      { workflowType: flow, cause, workflowId: 'b', initiatedEventId: 0, ...by },
    ])
  })
})

describe('a child closes, and this is reported to its open parent', () => {
  test.each<[(service: TestService) => void, string, object]>([
    [service => service.decide([complete('r')], {}, toChild), 'Completed', { result: 'r' }],
    [service => service.decide([fail('why', 'd')], {}, toChild), 'Failed', { reason: 'why', details: 'd' }],
    [service => service.decide([cancel('d')], {}, toChild), 'Canceled', { details: 'd' }],
    [service => service.pass(5000), 'TimedOut', { timeoutType: 'START_TO_CLOSE' }],
    [
      service => service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'c', reason: 'x' }),
      'Terminated',
      {},
    ],
  ])('%s %s', (close, closed, attributes) => {
    const { service, kid } = family({ executionStartToCloseTimeout: '5' })
    service.decide()
    close(service)
    const link = { workflowExecution: kid, workflowType: flow, initiatedEventId: 5, startedEventId: 6 }
    expect(service.rows(10)).toEqual([
      [10, `ChildWorkflowExecution${closed}`, { ...attributes, ...link }],
      [11, 'DecisionTaskScheduled', decisionTask],
    ])
    expect(service.describe().openCounts.openChildWorkflowExecutions).toBe(0)
  })

  test('but not if the parent has closed', () => {
    const { service, parent, kid } = family({}, { childPolicy: 'ABANDON' })
    service.decide([complete()])
    service.decide([complete()], {}, toChild)
    expect(service.rows(9, parent)).toEqual([
      [9, 'DecisionTaskCompleted', { scheduledEventId: 7, startedEventId: 8 }],
      [10, 'WorkflowExecutionCompleted', { decisionTaskCompletedEventId: 9 }],
    ])
    expect(service.describe(kid).executionInfo.parent).toEqual(parent)
    expect(service.describe(parent).openCounts.openChildWorkflowExecutions).toBe(1)
  })

  test('for a child that continued as new, after its last run', () => {
    const { service, parent, kid } = family()
    service.decide([continueAsNew({ taskList: { name: 'children' } })], {}, toChild)
    expect(service.rows(8)).toEqual([])
    const next = service.latest('c')
    expect(next).not.toEqual(kid)
    expect(service.rows(1, next)[0]).toEqual([
      1,
      'WorkflowExecutionStarted',
      {
        ...defaults,
        taskList: { name: 'children' },
        continuedExecutionRunId: kid.runId,
        parentWorkflowExecution: parent,
        parentInitiatedEventId: 5,
      },
    ])
    service.decide([complete('at last')], {}, toChild)
    const link = { workflowExecution: next, workflowType: flow, initiatedEventId: 5, startedEventId: 6 }
    expect(service.rows(8)).toEqual([[8, 'ChildWorkflowExecutionCompleted', { result: 'at last', ...link }]])
  })
})

describe('a parent closes, and its own child policy is applied to the child, not that of the child', () => {
  const terminated = [
    3,
    'WorkflowExecutionTerminated',
    { childPolicy: 'ABANDON', cause: 'CHILD_POLICY_APPLIED' },
  ] as Row

  test.each<[string, (service: TestService) => void]>([
    ['completed', service => service.decide([complete()])],
    ['failed', service => service.decide([fail()])],
    ['canceled', service => service.decide([cancel()])],
    ['timed out', service => service.pass(1_000_000)],
    ['terminated', service => service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })],
    ['continued as new', service => service.decide([continueAsNew()])],
  ])('%s', (_, close) => {
    const { service, kid } = family({ childPolicy: 'ABANDON', executionStartToCloseTimeout: '5000' })
    close(service)
    expect(service.rows(3, kid)).toEqual([terminated])
  })

  test('REQUEST_CANCEL', () => {
    const { service, parent, kid } = family({}, { childPolicy: 'REQUEST_CANCEL' })
    service.decide([complete()])
    expect(service.rows(3, kid)).toEqual([
      [
        3,
        'WorkflowExecutionCancelRequested',
        { cause: 'CHILD_POLICY_APPLIED', externalWorkflowExecution: parent, externalInitiatedEventId: 0 },
      ],
    ])
    expect(service.describe(kid).executionInfo.cancelRequested).toBe(true)
  })

  test('REQUEST_CANCEL is applied once, not again to the next run of the child', () => {
    const { service, parent } = family({}, { childPolicy: 'REQUEST_CANCEL' })
    service.decide([complete()])
    service.decide([continueAsNew({ taskList: { name: 'children' } })], {}, toChild)
    const next = service.latest('c')
    expect(service.rows(3, next)).toEqual([])
    expect(service.describe(next).executionInfo).toMatchObject({ parent, cancelRequested: false })
  })

  test('ABANDON', () => {
    const { service, kid } = family({}, { childPolicy: 'ABANDON' })
    service.decide([complete()])
    expect(service.rows(3, kid)).toEqual([])
  })

  test('the policy in TerminateWorkflowExecution overrides its own', () => {
    const { service, parent, kid } = family()
    const childPolicy = 'REQUEST_CANCEL'
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w', childPolicy })
    expect(service.rows(8, parent)).toEqual([
      [8, 'WorkflowExecutionTerminated', { childPolicy, cause: 'OPERATOR_INITIATED' }],
    ])
    expect(service.rows(3, kid)[0]![1]).toBe('WorkflowExecutionCancelRequested')
  })

  test("on continue-as-new, it's the policy of the closing run, not of the next one", () => {
    const { service, kid } = family()
    service.decide([continueAsNew({ childPolicy: 'ABANDON' })])
    expect(service.rows(3, kid)[0]![1]).toBe('WorkflowExecutionTerminated')
  })

  test('it is applied to grandchildren in turn', () => {
    const { service, kid } = family()
    service.decide([child('grandchild')], {}, toChild)
    const grandchild = service.latest('grandchild')
    service.decide([complete()])
    expect(service.rows(8, kid).map(([, type]) => type)).toEqual(['WorkflowExecutionTerminated'])
    expect(service.rows(3, grandchild)).toEqual([
      [3, 'WorkflowExecutionTerminated', { childPolicy: 'TERMINATE', cause: 'CHILD_POLICY_APPLIED' }],
    ])
  })

  test('also to a child that the closing batch starts, after its start', () => {
    const service = new TestService().started()
    service.decide([child('c', { childPolicy: 'ABANDON' }), complete()])
    expect(service.rows(6)).toEqual([[6, 'WorkflowExecutionCompleted', by]])
    const kid = service.latest('c')
    expect(service.rows(1, kid).map(([, type]) => type)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
      'WorkflowExecutionTerminated',
    ])
    expect(service.rows(3, kid)).toEqual([terminated])
  })

  test('a failed start of such a child is not reported', () => {
    const service = new TestService().registered()
    service.start({ workflowId: 'c' })
    service.decide()
    service.start()
    service.decide([child('c'), complete()])
    expect(service.rows(6)).toEqual([[6, 'WorkflowExecutionCompleted', by]])
    expect(service.log.at(-1)).toMatchObject({ kind: 'dropped' })
    expect(service.machine.pendingTransition(service.now)).toBe(undefined)
  })

  test('but not to a child that has already closed', () => {
    const { service, kid } = family()
    service.decide([complete()], {}, toChild)
    service.decide([complete()])
    expect(service.rows(5, kid).length).toBe(1)
  })
})

test("decision tasks of a child are on the child's own task list", () => {
  const { service, kid } = family()
  service.decide([timer('t', 1)], {}, toChild)
  expect(service.rows(5, kid)[0]![1]).toBe('TimerStarted')
})

describe('a child with a workflow id in the format of AWS Flow', () => {
  const names = ['22X+a/b=:1', 'a/b/c', '%2F', 'x|y', 'arn', 'with\u0000control\n', '/', ':']

  test.each(names)('%j can be described, read, signaled, canceled, listed and terminated', workflowId => {
    const service = new TestService().started()
    service.decide([child(workflowId)])
    const execution = service.latest(workflowId)
    const id = { domain: 'd', workflowId }
    expect(service.describe(execution).executionInfo.execution).toEqual(execution)
    service.call('SignalWorkflowExecution', { ...id, signalName: 's' })
    service.call('RequestCancelWorkflowExecution', { ...id, runId: execution.runId })
    expect(service.rows(3, execution).map(([, type]) => type)).toEqual([
      'WorkflowExecutionSignaled',
      'WorkflowExecutionCancelRequested',
    ])
    const filter = { startTimeFilter: { oldestDate: 0 }, executionFilter: { workflowId } }
    const listed = service.call('ListOpenWorkflowExecutions', { domain: 'd', ...filter })
    expect(listed.executionInfos.map(info => info.execution)).toEqual([execution])
    service.call('TerminateWorkflowExecution', id)
    expect(service.describe(execution).executionInfo.closeStatus).toBe('TERMINATED')
  })

  test.each(names)(
    '%j supports activities, external signals and cancel requests, continue-as-new, and a restart',
    workflowId => {
      const service = new TestService().started()
      service.decide([
        child(workflowId, { taskList: { name: 'children' } }),
        signalExternal(workflowId),
        cancelExternal(workflowId),
      ])
      const first = service.latest(workflowId)
      service.decide([schedule('1')], {}, { list: 'children' })
      service.call('RespondActivityTaskCompleted', { taskToken: service.activityTask().taskToken })
      const again = service.rebuilt()
      again.decide([continueAsNew()], {}, { list: 'children' })
      const second = again.latest(workflowId)
      expect(second.runId).not.toBe(first.runId)
      again.runId = service.runId
      expect(again.rows(5).map(([, type]) => type)).toEqual([
        'StartChildWorkflowExecutionInitiated',
        'SignalExternalWorkflowExecutionInitiated',
        'RequestCancelExternalWorkflowExecutionInitiated',
        'ChildWorkflowExecutionStarted',
        'DecisionTaskScheduled',
        'ExternalWorkflowExecutionSignaled',
        'ExternalWorkflowExecutionCancelRequested',
      ])
      expect(
        again
          .rows(1, first)
          .map(([, type]) => type)
          .at(-1),
      ).toBe('WorkflowExecutionContinuedAsNew')
      expect(again.describe(second).executionInfo.executionStatus).toBe('OPEN')
    },
  )

  test.each(['a:b', 'a/b', 'a|b', 'arn'])('StartWorkflowExecution still rejects %j', workflowId => {
    const service = new TestService().registered()
    expect(
      service.errorOf('StartWorkflowExecution', { domain: 'd', workflowId, workflowType: flow }),
    ).toContain('Member must not contain a colon')
  })

  test('a lone surrogate is rejected', () => {
    const service = new TestService().started()
    const { taskToken } = service.decisionTask()
    const decisions = [child('a\ud800')]
    expect(service.errorOf('RespondDecisionTaskCompleted', { taskToken, decisions })).toContain('well-formed')
  })
})
