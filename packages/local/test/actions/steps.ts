/** The responses of earlier steps, by the name of their action. */
export type Brought = Readonly<Record<string, Record<string, unknown>>>

/** A request and its complete response, or its error as name and text. */
export interface Step {
  readonly action: string
  readonly input?: object
  /** A step that depends on the responses of earlier steps. */
  readonly from?: (brought: Brought) => object
  readonly answer?: object
  readonly fault?: string
  /** Members of the response that differ each time, such as tokens. */
  readonly but?: readonly string[]
  /** How far to advance the clock before the step. */
  readonly after?: string
}

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds))
const domain = 'd'
const taskList = { name: 'l' }
const workflowType = { name: 'flow', version: '1' }
const activityType = { name: 'act', version: '1' }
const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/d'
const execution = { workflowId: 'w', runId: 'run+1/=' }
const always = { oldestDate: new Date(0) }
const registered = { registrationStatus: 'REGISTERED' }
const flowDefaults = {
  defaultTaskStartToCloseTimeout: '10',
  defaultExecutionStartToCloseTimeout: '1000',
  defaultTaskList: taskList,
  defaultTaskPriority: '3',
  defaultChildPolicy: 'TERMINATE',
  defaultLambdaRole: 'role',
}
const actDefaults = {
  defaultTaskStartToCloseTimeout: '20',
  defaultTaskHeartbeatTimeout: '5',
  defaultTaskList: taskList,
  defaultTaskPriority: '4',
  defaultTaskScheduleToStartTimeout: '6',
  defaultTaskScheduleToCloseTimeout: 'NONE',
}
const unknownDomain = 'UnknownResourceFault: Unknown domain: x'
const info = {
  execution,
  workflowType,
  startTimestamp: at(0),
  tagList: ['t'],
  cancelRequested: false,
}
const typeInfo = (member: object, more: object = {}) => ({
  ...member,
  status: 'REGISTERED',
  description: 'text',
  creationDate: at(0),
  ...more,
})
const deprecated = { status: 'DEPRECATED', deprecationDate: at(0) }
const token = (brought: Brought, action: string) => ({ taskToken: brought[action]!.taskToken })
const schedule = (activityId: string) => ({
  decisionType: 'ScheduleActivityTask',
  scheduleActivityTaskDecisionAttributes: { activityType, activityId, input: 'i' },
})

/** A sequence in one domain in which each action of the API succeeds and fails. */
export const steps: readonly Step[] = [
  {
    action: 'RegisterDomain',
    input: {
      name: domain,
      description: 'text',
      workflowExecutionRetentionPeriodInDays: '7',
      tags: [{ key: 'k', value: 'v' }],
    },
    answer: {},
  },
  {
    action: 'RegisterDomain',
    input: { name: domain, workflowExecutionRetentionPeriodInDays: '7' },
    fault: 'DomainAlreadyExistsFault: d',
  },
  {
    action: 'DescribeDomain',
    input: { name: domain },
    answer: {
      domainInfo: { name: domain, status: 'REGISTERED', description: 'text', arn: resourceArn },
      configuration: { workflowExecutionRetentionPeriodInDays: '7' },
    },
  },
  { action: 'DescribeDomain', input: { name: 'x' }, fault: unknownDomain },
  {
    action: 'ListDomains',
    input: registered,
    answer: { domainInfos: [{ name: domain, status: 'REGISTERED', description: 'text', arn: resourceArn }] },
  },

  { action: 'TagResource', input: { resourceArn, tags: [{ key: 'l', value: 'w' }] }, answer: {} },
  {
    action: 'ListTagsForResource',
    input: { resourceArn },
    answer: {
      tags: [
        { key: 'k', value: 'v' },
        { key: 'l', value: 'w' },
      ],
    },
  },
  { action: 'UntagResource', input: { resourceArn, tagKeys: ['l', 'm'] }, answer: {} },
  {
    action: 'TagResource',
    input: { resourceArn, tags: Array.from({ length: 50 }, (_, n) => ({ key: `n${n}` })) },
    fault: 'TooManyTagsFault: A domain can have at most 50 tags',
  },

  {
    action: 'RegisterWorkflowType',
    input: { domain, ...workflowType, description: 'text', ...flowDefaults },
    answer: {},
  },
  {
    action: 'RegisterWorkflowType',
    input: { domain, ...workflowType },
    fault: 'TypeAlreadyExistsFault: WorkflowType=[name=flow, version=1]',
  },
  { action: 'RegisterWorkflowType', input: { domain: 'x', ...workflowType }, fault: unknownDomain },
  {
    action: 'DescribeWorkflowType',
    input: { domain, workflowType },
    answer: { typeInfo: typeInfo({ workflowType }), configuration: flowDefaults },
  },
  {
    action: 'DescribeWorkflowType',
    input: { domain, workflowType: { name: 'flow', version: '2' } },
    fault: 'UnknownResourceFault: Unknown type: WorkflowType=[name=flow, version=2]',
  },
  {
    action: 'ListWorkflowTypes',
    input: { domain, ...registered },
    answer: { typeInfos: [typeInfo({ workflowType })] },
  },
  { action: 'DeprecateWorkflowType', input: { domain, workflowType }, answer: {} },
  {
    action: 'DeprecateWorkflowType',
    input: { domain, workflowType },
    fault: 'TypeDeprecatedFault: WorkflowType=[name=flow, version=1]',
  },
  {
    action: 'ListWorkflowTypes',
    input: { domain, registrationStatus: 'DEPRECATED' },
    answer: { typeInfos: [typeInfo({ workflowType }, deprecated)] },
  },
  { action: 'UndeprecateWorkflowType', input: { domain, workflowType }, answer: {} },
  {
    action: 'DeleteWorkflowType',
    input: { domain, workflowType },
    fault:
      'TypeNotDeprecatedFault: The type is currently registered and cannot be deleted in its current state',
  },
  { action: 'RegisterWorkflowType', input: { domain, name: 'gone', version: '1' }, answer: {} },
  {
    action: 'DeprecateWorkflowType',
    input: { domain, workflowType: { name: 'gone', version: '1' } },
    answer: {},
  },
  {
    action: 'DeleteWorkflowType',
    input: { domain, workflowType: { name: 'gone', version: '1' } },
    answer: {},
  },

  {
    action: 'RegisterActivityType',
    input: { domain, ...activityType, description: 'text', ...actDefaults },
    answer: {},
  },
  {
    action: 'RegisterActivityType',
    input: { domain, ...activityType },
    fault: 'TypeAlreadyExistsFault: ActivityType=[name=act, version=1]',
  },
  {
    action: 'DescribeActivityType',
    input: { domain, activityType },
    answer: { typeInfo: typeInfo({ activityType }), configuration: actDefaults },
  },
  {
    action: 'ListActivityTypes',
    input: { domain, ...registered, name: 'act' },
    answer: { typeInfos: [typeInfo({ activityType })] },
  },
  { action: 'DeprecateActivityType', input: { domain, activityType }, answer: {} },
  { action: 'UndeprecateActivityType', input: { domain, activityType }, answer: {} },
  {
    action: 'UndeprecateActivityType',
    input: { domain, activityType },
    fault: 'TypeAlreadyExistsFault: ActivityType=[name=act, version=1]',
  },
  { action: 'RegisterActivityType', input: { domain, name: 'gone', version: '1' }, answer: {} },
  {
    action: 'DeprecateActivityType',
    input: { domain, activityType: { name: 'gone', version: '1' } },
    answer: {},
  },
  {
    action: 'DeleteActivityType',
    input: { domain, activityType: { name: 'gone', version: '1' } },
    answer: {},
  },

  {
    action: 'StartWorkflowExecution',
    input: { domain, workflowId: 'w', workflowType, input: 'i', tagList: ['t'] },
    answer: { runId: 'run+1/=' },
  },
  {
    action: 'StartWorkflowExecution',
    input: { domain, workflowId: 'w', workflowType },
    fault: 'WorkflowExecutionAlreadyStartedFault: UnknownError',
  },
  {
    action: 'CountPendingDecisionTasks',
    input: { domain, taskList },
    answer: { count: 1, truncated: false },
  },
  {
    action: 'PollForDecisionTask',
    input: { domain, taskList, identity: 'me' },
    but: ['taskToken'],
    answer: {
      startedEventId: 3,
      previousStartedEventId: 0,
      workflowExecution: execution,
      workflowType,
      events: [
        {
          eventId: 1,
          eventType: 'WorkflowExecutionStarted',
          eventTimestamp: at(0),
          workflowExecutionStartedEventAttributes: {
            input: 'i',
            executionStartToCloseTimeout: '1000',
            taskStartToCloseTimeout: '10',
            childPolicy: 'TERMINATE',
            taskList,
            taskPriority: '3',
            workflowType,
            tagList: ['t'],
            parentInitiatedEventId: 0,
            lambdaRole: 'role',
          },
        },
        {
          eventId: 2,
          eventType: 'DecisionTaskScheduled',
          eventTimestamp: at(0),
          decisionTaskScheduledEventAttributes: {
            taskList,
            taskPriority: '3',
            startToCloseTimeout: '10',
            scheduleToStartTimeout: 'NONE',
          },
        },
        {
          eventId: 3,
          eventType: 'DecisionTaskStarted',
          eventTimestamp: at(0),
          decisionTaskStartedEventAttributes: { identity: 'me', scheduledEventId: 2 },
        },
      ],
    },
  },
  {
    action: 'RespondDecisionTaskCompleted',
    from: brought => ({
      ...token(brought, 'PollForDecisionTask'),
      decisions: ['1', '2', '3'].map(schedule),
      executionContext: 'context',
    }),
    answer: {},
  },
  {
    action: 'RespondDecisionTaskCompleted',
    from: brought => token(brought, 'PollForDecisionTask'),
    fault: 'UnknownResourceFault: Unknown decision task, scheduledEventId = 2',
  },
  {
    action: 'CountPendingActivityTasks',
    input: { domain, taskList },
    answer: { count: 3, truncated: false },
  },
  {
    action: 'PollForActivityTask',
    input: { domain, taskList, identity: 'me' },
    but: ['taskToken'],
    answer: { activityId: '1', startedEventId: 8, workflowExecution: execution, activityType, input: 'i' },
  },
  {
    action: 'RecordActivityTaskHeartbeat',
    from: brought => ({ ...token(brought, 'PollForActivityTask'), details: 'half' }),
    answer: { cancelRequested: false },
  },
  {
    action: 'RespondActivityTaskCompleted',
    from: brought => ({ ...token(brought, 'PollForActivityTask'), result: 'r' }),
    answer: {},
  },
  {
    action: 'RespondActivityTaskCompleted',
    from: brought => token(brought, 'PollForActivityTask'),
    fault: 'UnknownResourceFault: Unknown activity, scheduledEventId = 5',
  },
  {
    action: 'PollForActivityTask',
    input: { domain, taskList },
    but: ['taskToken'],
    answer: { activityId: '2', startedEventId: 11, workflowExecution: execution, activityType, input: 'i' },
  },
  {
    action: 'RespondActivityTaskFailed',
    from: brought => ({ ...token(brought, 'PollForActivityTask'), reason: 'r', details: 'd' }),
    answer: {},
  },
  {
    action: 'PollForActivityTask',
    input: { domain, taskList },
    but: ['taskToken'],
    answer: { activityId: '3', startedEventId: 13, workflowExecution: execution, activityType, input: 'i' },
  },
  {
    action: 'RespondActivityTaskCanceled',
    from: brought => ({ ...token(brought, 'PollForActivityTask'), details: 'd' }),
    answer: {},
  },

  {
    action: 'SignalWorkflowExecution',
    input: { domain, ...execution, signalName: 's', input: 'i' },
    answer: {},
  },
  {
    action: 'SignalWorkflowExecution',
    input: { domain, workflowId: 'v', signalName: 's' },
    fault: 'UnknownResourceFault: Unknown execution, workflowId = v',
  },
  { action: 'RequestCancelWorkflowExecution', input: { domain, workflowId: 'w' }, answer: {} },
  {
    action: 'DescribeWorkflowExecution',
    input: { domain, execution },
    answer: {
      executionInfo: { ...info, executionStatus: 'OPEN', cancelRequested: true },
      executionConfiguration: {
        taskStartToCloseTimeout: '10',
        executionStartToCloseTimeout: '1000',
        taskList,
        taskPriority: '3',
        childPolicy: 'TERMINATE',
        lambdaRole: 'role',
      },
      openCounts: {
        openActivityTasks: 0,
        openDecisionTasks: 1,
        openTimers: 0,
        openChildWorkflowExecutions: 0,
        openLambdaFunctions: 0,
      },
      latestActivityTaskTimestamp: at(0),
      latestExecutionContext: 'context',
    },
  },
  {
    action: 'ListOpenWorkflowExecutions',
    input: { domain, startTimeFilter: always },
    answer: { executionInfos: [{ ...info, executionStatus: 'OPEN', cancelRequested: true }] },
  },
  {
    action: 'CountOpenWorkflowExecutions',
    input: { domain, startTimeFilter: always, tagFilter: { tag: 't' } },
    answer: { count: 1, truncated: false },
  },
  {
    action: 'TerminateWorkflowExecution',
    input: { domain, ...execution, reason: 'r', details: 'd', childPolicy: 'ABANDON' },
    answer: {},
    after: '7s',
  },
  {
    action: 'TerminateWorkflowExecution',
    input: { domain, workflowId: 'w' },
    fault: 'UnknownResourceFault: Unknown execution, workflowId = w',
  },
  {
    action: 'GetWorkflowExecutionHistory',
    input: { domain, execution, reverseOrder: true, maximumPageSize: 1 },
    but: ['nextPageToken'],
    answer: {
      events: [
        {
          eventId: 17,
          eventType: 'WorkflowExecutionTerminated',
          eventTimestamp: at(7),
          workflowExecutionTerminatedEventAttributes: {
            reason: 'r',
            details: 'd',
            childPolicy: 'ABANDON',
            cause: 'OPERATOR_INITIATED',
          },
        },
      ],
    },
  },
  {
    action: 'ListClosedWorkflowExecutions',
    input: { domain, closeTimeFilter: { oldestDate: at(7), latestDate: at(7) } },
    answer: {
      executionInfos: [
        { ...info, executionStatus: 'CLOSED', closeStatus: 'TERMINATED', closeTimestamp: at(7) },
      ],
    },
  },
  {
    action: 'CountClosedWorkflowExecutions',
    input: { domain, startTimeFilter: always, closeStatusFilter: { status: 'COMPLETED' } },
    answer: { count: 0, truncated: false },
  },

  { action: 'DeprecateDomain', input: { name: domain }, answer: {} },
  { action: 'DeprecateDomain', input: { name: domain }, fault: 'DomainDeprecatedFault: d' },
  { action: 'UndeprecateDomain', input: { name: domain }, answer: {} },
  { action: 'UndeprecateDomain', input: { name: domain }, fault: 'DomainAlreadyExistsFault: d' },
  {
    action: 'StartWorkflowExecution',
    input: { domain, workflowId: 'w', workflowType },
    fault: 'TypeDeprecatedFault: WorkflowType=[name=flow, version=1]',
  },
]
