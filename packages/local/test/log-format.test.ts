import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLocalSwf, exportHistories, importHistories, testClock } from '../src/index.ts'
import { attachDatabase } from '../src/storage/driver.ts'
import {
  act,
  cancelActivity,
  cancelExternal,
  child,
  complete,
  continueAsNew,
  flow,
  lambda,
  schedule,
  signalExternal,
  timer,
  TestService,
} from './test-service.ts'

interface Row {
  readonly kind: string
  readonly key: string
  readonly events?: readonly { readonly eventType: string }[] | undefined
  readonly data?: unknown
}

/** A row as a text: kind, key, and its events or its data. */
const written = ({ kind, key, events, data }: Row): string =>
  [kind, key, events?.map(({ eventType }) => eventType).join(' ') ?? JSON.stringify(data) ?? '']
    .join(' ')
    .trimEnd()

/** Short sequences of requests that lead to each kind of row. */
const sequences: Readonly<Record<string, (service: TestService) => void>> = {
  registrations(service) {
    service.registered()
    service.call('RegisterDomain', {
      name: 'e',
      description: 'x',
      workflowExecutionRetentionPeriodInDays: 'NONE',
      tags: [{ key: 'k', value: 'v' }],
    })
    const resourceArn = 'arn:aws:swf:us-east-1:123456789012:/domain/e'
    service.call('TagResource', { resourceArn, tags: [{ key: 'l', value: 'w' }] })
    service.call('UntagResource', { resourceArn, tagKeys: ['k'] })
    service.call('DeprecateDomain', { name: 'e' })
    service.call('UndeprecateDomain', { name: 'e' })
    for (const [kind, type] of [
      ['Workflow', { workflowType: flow }],
      ['Activity', { activityType: act }],
    ] as const) {
      for (const action of ['Deprecate', 'Undeprecate', 'Deprecate', 'Delete']) {
        service.send(`${action}${kind}Type`, { domain: 'd', ...type })
      }
    }
  },
  activities(service) {
    service.started()
    service.decide(
      ['done', 'fails', 'canceled', 'late'].map(id => schedule(id, { startToCloseTimeout: '1' })),
    )
    const tokens = [1, 2, 3, 4].map(() => service.activityTask().taskToken)
    service.call('RecordActivityTaskHeartbeat', { taskToken: tokens[0]!, details: 'half' })
    service.call('RespondActivityTaskCompleted', { taskToken: tokens[0]! })
    service.call('RespondActivityTaskFailed', { taskToken: tokens[1]! })
    service.call('RespondActivityTaskCanceled', { taskToken: tokens[2]! })
    service.pass(1000)
    service.decide([schedule('unstarted')])
    service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
    service.decide([cancelActivity('unstarted')])
  },
  'timers and timeouts'(service) {
    service.started({ executionStartToCloseTimeout: '30' })
    service.decide([timer('t', 1)])
    service.pass(1000)
    service.decisionTask()
    service.pass(10_000)
    service.call('RequestCancelWorkflowExecution', { domain: 'd', workflowId: 'w' })
    service.pass(30_000)
  },
  'Lambda functions'(service) {
    service.started()
    service.decide([lambda('no role')])
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
    service.start({ lambdaRole: 'role' })
    service.decide([lambda('done'), lambda('fails'), lambda('late', { startToCloseTimeout: '1' })])
    const [done, fails] = service.machine.invocations()
    service.commit(service.machine.invoked(done!, { result: 'r' }, service.now)!)
    service.commit(service.machine.invoked(fails!, { reason: 'no' }, service.now)!)
    service.pass(1000)
  },
  'children and others'(service) {
    service.started()
    service.start({ workflowId: 'other' })
    service.decide()
    service.decide([
      child('k/1', { childPolicy: 'REQUEST_CANCEL' }),
      child('other'),
      signalExternal('other'),
      cancelExternal('other'),
    ])
  },
  'signals and cancel requests to unknown executions'(service) {
    service.started()
    service.decide([signalExternal('nobody'), cancelExternal('nobody')])
    service.start({ workflowId: 'other' })
    service.decide([child('other'), signalExternal('nobody'), cancelExternal('nobody'), complete()])
  },
  'what a close brings'(service) {
    service.started()
    service.decide([child('terminated'), child('canceled', { childPolicy: 'REQUEST_CANCEL' }), child('ends')])
    service.pass(0)
    for (let n = 0; n < 4; n++) {
      const { taskToken, workflowExecution } = service.decisionTask()
      if (taskToken === undefined) break
      const { workflowId } = workflowExecution
      const decisions = workflowId === 'ends' ? [complete()] : []
      service.call('RespondDecisionTaskCompleted', { taskToken, decisions })
    }
    service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w', childPolicy: 'TERMINATE' })
    service.start({ workflowId: 'x' })
    service.decide([continueAsNew()])
    service.pass(8 * 24 * 3600_000)
  },
}
/** The rows that each of them writes (after the registrations). This is a stored format, so it must never change. */
const logs: Readonly<Record<string, readonly string[]>> = {
  registrations: [
    'domain-registered us-east-1/d {"retention":"7","tags":[]}',
    'workflow-type-registered us-east-1/d/flow/1 {"configuration":{"defaultTaskStartToCloseTimeout":"10","defaultExecutionStartToCloseTimeout":"1000","defaultTaskList":{"name":"flows"},"defaultChildPolicy":"TERMINATE"}}',
    'activity-type-registered us-east-1/d/act/1 {"configuration":{"defaultTaskStartToCloseTimeout":"NONE","defaultTaskHeartbeatTimeout":"NONE","defaultTaskList":{"name":"acts"},"defaultTaskScheduleToStartTimeout":"NONE","defaultTaskScheduleToCloseTimeout":"NONE"}}',
    'domain-registered us-east-1/e {"description":"x","retention":"NONE","tags":[{"key":"k","value":"v"}]}',
    'domain-tagged us-east-1/e {"tags":[{"key":"l","value":"w"}]}',
    'domain-untagged us-east-1/e {"tagKeys":["k"]}',
    'domain-deprecated us-east-1/e',
    'domain-undeprecated us-east-1/e',
    'workflow-type-deprecated us-east-1/d/flow/1',
    'workflow-type-undeprecated us-east-1/d/flow/1',
    'workflow-type-deprecated us-east-1/d/flow/1',
    'workflow-type-deleted us-east-1/d/flow/1',
    'activity-type-deprecated us-east-1/d/act/1',
    'activity-type-undeprecated us-east-1/d/act/1',
    'activity-type-deprecated us-east-1/d/act/1',
    'activity-type-deleted us-east-1/d/act/1',
  ],
  activities: [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted ActivityTaskScheduled ActivityTaskScheduled ActivityTaskScheduled ActivityTaskScheduled',
    'activity-task-started us-east-1/d/w/run+1/= ActivityTaskStarted',
    'activity-task-started us-east-1/d/w/run+1/= ActivityTaskStarted',
    'activity-task-started us-east-1/d/w/run+1/= ActivityTaskStarted',
    'activity-task-started us-east-1/d/w/run+1/= ActivityTaskStarted',
    'heartbeat us-east-1/d/w/run+1/= {"scheduledEventId":5,"details":"half"}',
    'activity-completed us-east-1/d/w/run+1/= ActivityTaskCompleted DecisionTaskScheduled',
    'activity-failed us-east-1/d/w/run+1/= ActivityTaskFailed',
    'activity-canceled us-east-1/d/w/run+1/= ActivityTaskCanceled',
    'activity-timed-out us-east-1/d/w/run+1/= ActivityTaskTimedOut',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted ActivityTaskScheduled',
    'execution-signaled us-east-1/d/w/run+1/= WorkflowExecutionSignaled DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted ActivityTaskCancelRequested',
    'activity-canceled us-east-1/d/w/run+1/= ActivityTaskCanceled DecisionTaskScheduled',
  ],
  'timers and timeouts': [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted TimerStarted',
    'timer-fired us-east-1/d/w/run+1/= TimerFired DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-timed-out us-east-1/d/w/run+1/= DecisionTaskTimedOut DecisionTaskScheduled',
    'cancel-requested us-east-1/d/w/run+1/= WorkflowExecutionCancelRequested',
    'execution-timed-out us-east-1/d/w/run+1/= WorkflowExecutionTimedOut',
  ],
  'Lambda functions': [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted LambdaFunctionScheduled',
    'lambda-not-started us-east-1/d/w/run+1/= StartLambdaFunctionFailed DecisionTaskScheduled',
    'execution-terminated us-east-1/d/w/run+1/= WorkflowExecutionTerminated',
    'execution-started us-east-1/d/w/run+2/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+2/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+2/= DecisionTaskCompleted LambdaFunctionScheduled LambdaFunctionScheduled LambdaFunctionScheduled',
    'lambda-started us-east-1/d/w/run+2/= LambdaFunctionStarted',
    'lambda-started us-east-1/d/w/run+2/= LambdaFunctionStarted',
    'lambda-started us-east-1/d/w/run+2/= LambdaFunctionStarted',
    'lambda-completed us-east-1/d/w/run+2/= LambdaFunctionCompleted DecisionTaskScheduled',
    'lambda-failed us-east-1/d/w/run+2/= LambdaFunctionFailed',
    'lambda-timed-out us-east-1/d/w/run+2/= LambdaFunctionTimedOut',
  ],
  'children and others': [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'execution-started us-east-1/d/other/run+2/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted',
    'decision-task-started us-east-1/d/other/run+2/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/other/run+2/= DecisionTaskCompleted StartChildWorkflowExecutionInitiated StartChildWorkflowExecutionInitiated SignalExternalWorkflowExecutionInitiated RequestCancelExternalWorkflowExecutionInitiated',
    'execution-started us-east-1/d/k%2F1/run+3/= WorkflowExecutionStarted DecisionTaskScheduled',
    'child-not-started us-east-1/d/other/run+2/= StartChildWorkflowExecutionFailed DecisionTaskScheduled',
    'execution-signaled us-east-1/d/other/run+2/= WorkflowExecutionSignaled',
    'cancel-requested us-east-1/d/other/run+2/= WorkflowExecutionCancelRequested',
    'child-started us-east-1/d/other/run+2/= ChildWorkflowExecutionStarted',
    'external-signaled us-east-1/d/other/run+2/= ExternalWorkflowExecutionSignaled',
    'external-cancel-requested us-east-1/d/other/run+2/= ExternalWorkflowExecutionCancelRequested',
  ],
  'signals and cancel requests to unknown executions': [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted SignalExternalWorkflowExecutionInitiated RequestCancelExternalWorkflowExecutionInitiated',
    'signal-not-delivered us-east-1/d/w/run+1/= SignalExternalWorkflowExecutionFailed DecisionTaskScheduled',
    'cancel-not-requested us-east-1/d/w/run+1/= RequestCancelExternalWorkflowExecutionFailed',
    'execution-started us-east-1/d/other/run+2/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted StartChildWorkflowExecutionInitiated SignalExternalWorkflowExecutionInitiated RequestCancelExternalWorkflowExecutionInitiated WorkflowExecutionCompleted',
    'dropped us-east-1/d/w/run+1/= {"kind":"start-child","initiatedEventId":12}',
    'dropped us-east-1/d/w/run+1/= {"kind":"signal-external","initiatedEventId":13}',
    'dropped us-east-1/d/w/run+1/= {"kind":"cancel-external","initiatedEventId":14}',
  ],
  'what a close brings': [
    'execution-started us-east-1/d/w/run+1/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted StartChildWorkflowExecutionInitiated StartChildWorkflowExecutionInitiated StartChildWorkflowExecutionInitiated',
    'execution-started us-east-1/d/terminated/run+2/= WorkflowExecutionStarted DecisionTaskScheduled',
    'execution-started us-east-1/d/canceled/run+3/= WorkflowExecutionStarted DecisionTaskScheduled',
    'execution-started us-east-1/d/ends/run+4/= WorkflowExecutionStarted DecisionTaskScheduled',
    'child-started us-east-1/d/w/run+1/= ChildWorkflowExecutionStarted DecisionTaskScheduled',
    'child-started us-east-1/d/w/run+1/= ChildWorkflowExecutionStarted',
    'child-started us-east-1/d/w/run+1/= ChildWorkflowExecutionStarted',
    'decision-task-started us-east-1/d/terminated/run+2/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/terminated/run+2/= DecisionTaskCompleted',
    'decision-task-started us-east-1/d/canceled/run+3/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/canceled/run+3/= DecisionTaskCompleted',
    'decision-task-started us-east-1/d/ends/run+4/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/ends/run+4/= DecisionTaskCompleted WorkflowExecutionCompleted',
    'child-closed us-east-1/d/w/run+1/= ChildWorkflowExecutionCompleted',
    'decision-task-started us-east-1/d/w/run+1/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/w/run+1/= DecisionTaskCompleted',
    'execution-terminated us-east-1/d/w/run+1/= WorkflowExecutionTerminated',
    'execution-terminated us-east-1/d/terminated/run+2/= WorkflowExecutionTerminated',
    'execution-terminated us-east-1/d/canceled/run+3/= WorkflowExecutionTerminated',
    'execution-started us-east-1/d/x/run+5/= WorkflowExecutionStarted DecisionTaskScheduled',
    'decision-task-started us-east-1/d/x/run+5/= DecisionTaskStarted',
    'decision-task-completed us-east-1/d/x/run+5/= DecisionTaskCompleted WorkflowExecutionContinuedAsNew',
    'execution-started us-east-1/d/x/run+6/= WorkflowExecutionStarted DecisionTaskScheduled',
    'execution-timed-out us-east-1/d/x/run+6/= WorkflowExecutionTimedOut',
    'executions-expired us-east-1/d {"closedUpTo":29}',
  ],
}

const kindOf = (row: string) => row.slice(0, row.indexOf(' '))

test.each(Object.keys(sequences))('the log of %s', name => {
  const service = new TestService()
  sequences[name]!(service)
  expect(service.log.slice(name === 'registrations' ? 0 : 3).map(written)).toEqual(logs[name])
})

const rowsOf = (db: string) => {
  const database = attachDatabase(db)
  const rows = database.prepare('SELECT kind, key, body FROM swf.log ORDER BY seq').all() as {
    kind: string
    key: string
    body: string
  }[]
  const number = (pragma: string) =>
    Object.values(database.prepare(`PRAGMA swf.${pragma}`).get() as Record<string, number>)
  const schema = database.prepare('SELECT sql FROM swf.sqlite_schema ORDER BY name').all() as {
    sql: string
  }[]
  const header = [...number('application_id'), ...number('user_version')]
  database.close()
  return {
    rows: rows.map(({ kind, key, body }) => ({
      kind,
      key,
      ...(JSON.parse(body) as Pick<Row, 'events' | 'data'>),
    })),
    header,
    schema: schema.map(({ sql }) => sql),
  }
}

test('the file has its header, its tables, and the rows that only time and imports write', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'swf-local-'))
  const db = join(folder, 'swf.sqlite')
  const ahead = await createLocalSwf({ db, clock: testClock({ now: Date.now() + 3600_000 }) })
  await ahead.swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  await ahead.swf.registerWorkflowType({ domain: 'd', ...flow })
  await ahead.swf.startWorkflowExecution({
    domain: 'd',
    workflowId: 'w',
    workflowType: flow,
    taskList: { name: 'l' },
    executionStartToCloseTimeout: '100000',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  })
  await ahead.close()
  await (await createLocalSwf({ db, onWarning: () => undefined })).close()
  const { rows, header, schema } = rowsOf(db)
  expect(rows.map(({ kind }) => kind).slice(0, 4)).toEqual([
    'domain-registered',
    'workflow-type-registered',
    'execution-started',
    'clock',
  ])
  expect(written(rows[3]!)).toBe('clock')
  expect(header).toEqual([0x72535746, 2])
  expect(schema).toEqual([
    'CREATE TABLE log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, sum INTEGER NOT NULL)',
    'CREATE TABLE removed (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, sum INTEGER NOT NULL)',
  ])

  const imported = join(folder, 'imported.sqlite')
  importHistories(imported, [...exportHistories(db)])
  const [domain, type, execution] = rowsOf(imported).rows
  expect([domain!, type!].map(written)).toEqual([
    'domain-registered us-east-1/d {"retention":"36500","tags":[]}',
    'workflow-type-registered us-east-1/d/flow/1 {"configuration":{}}',
  ])
  expect(written(execution!)).toMatch(
    /^imported us-east-1\/d\/w\/\S+ WorkflowExecutionStarted DecisionTaskScheduled$/,
  )
})

/** The contents of all source files. */
function* sources(folder: URL): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* sources(new URL(`${entry.name}/`, folder))
    else if (/(?<!\.test)\.ts$/.test(entry.name)) yield readFileSync(new URL(entry.name, folder), 'utf8')
  }
}

test('these logs contain every kind of transaction that the sources write', () => {
  const known = new Set(['clock', 'imported', ...Object.values(logs).flat().map(kindOf)])
  const asked = [...sources(new URL('../src/', import.meta.url))].flatMap(source =>
    [
      ...source.matchAll(
        /(?:\.draft\(|triggered\(|\bkind: |\brecord: |const kind = [^\n]*)\s*'([a-z-]+)'(?=[,) ]|$)/gm,
      ),
    ].map(([, kind]) => kind!),
  )
  const inMemory = ['activity', 'decision', 'event', 'execution', 'lambda', 'timer', ...pending]
  expect([...new Set(asked)].filter(kind => !known.has(kind) && !inMemory.includes(kind))).toEqual([])
  expect([...known].filter(kind => !asked.includes(kind))).toEqual([])
})

/** The kinds of pending transitions. Only the three that a `dropped` row can have are in the log. */
const pending = [
  'cancel-external',
  'cancel-unstarted',
  'child-policy',
  'continue-as-new',
  'signal-external',
  'start-child',
  'start-lambda',
  'terminate-overlong',
]
