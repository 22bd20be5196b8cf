import { expect, test } from 'vitest'
import {
  cancelActivity,
  cancelTimer,
  child,
  complete,
  lambda,
  schedule,
  signalExternal,
  timer,
  TestService,
} from '../test-service.ts'
import { faultsOfLog } from './log-checker.ts'
import type { LogRow } from './log-checker.ts'

type Loose = { eventId: number; eventType: string; eventTimestamp: number } & Record<
  string,
  Record<string, unknown>
>

/** A log with every kind of event. */
function log(): LogRow[] {
  const service = new TestService().started({ lambdaRole: 'role', childPolicy: 'ABANDON' })
  service.call('StartWorkflowExecution', {
    domain: 'd',
    workflowId: 'other',
    workflowType: { name: 'flow', version: '1' },
    taskList: { name: 'elsewhere' },
  })
  service.decide([
    schedule('a'),
    schedule('b'),
    timer('t', 1),
    timer('u', 9),
    child('kid', { taskList: { name: 'kids' } }),
    signalExternal('other'),
    lambda('f'),
  ])
  service.invoke(() => ({ result: '1' }))
  const { taskToken } = service.activityTask()
  service.call('RespondActivityTaskCompleted', { taskToken })
  service.decide([cancelActivity('b'), cancelTimer('u')])
  service.pass(1000)
  service.decide([complete()], {}, { list: 'kids' })
  service.decide([complete()])
  return JSON.parse(JSON.stringify(service.log)) as LogRow[]
}

/** The first event of a type, and its row. */
function find(
  rows: LogRow[],
  type: string,
): { row: LogRow; event: Loose; attributes: Record<string, unknown> } {
  const row = rows.find(({ events }) => events?.some(({ eventType }) => eventType === type))!
  const event = row.events!.find(({ eventType }) => eventType === type) as unknown as Loose
  return { row, event, attributes: Object.values(event).find(value => typeof value === 'object')! }
}

test('finds nothing in a log of the program', () => {
  expect(faultsOfLog(log())).toEqual([])
})

/** Adds a row that repeats the events of a type, with the next ids. */
function again(rows: LogRow[], type: string): LogRow[] {
  const { row, event } = find(rows, type)
  const last = rows.findLastIndex(({ key, events }) => key === row.key && events !== undefined)
  const ids = rows.filter(({ key }) => key === row.key).flatMap(({ events = [] }) => events).length
  const at = rows[last]!.at
  const copy = { ...event, eventId: ids + 1, eventTimestamp: at / 1000 }
  return renumbered([
    ...rows.slice(0, last + 1),
    { seq: 0, at, kind: 'again', key: row.key, events: [copy] },
    ...rows.slice(last + 1),
  ])
}

const renumbered = (rows: LogRow[]) => rows.map((row, i) => ({ ...row, seq: i + 1 }))

/** Changes one member of the first event of a type. */
const changed = (type: string, member: string, value: unknown) => (rows: LogRow[]) => {
  find(rows, type).attributes[member] = value
  return rows
}

test.each<[string, (rows: LogRow[]) => LogRow[], RegExp]>([
  ['a transaction is missing', rows => rows.filter(({ seq }) => seq !== 5), /seq 6 in place 5/],
  [
    'the time goes back',
    rows => rows.map(row => (row.seq === 3 ? { ...row, at: row.at + 1 } : row)),
    /seq 4: the time goes back/,
  ],
  [
    'an event has a time of its own',
    rows => {
      find(rows, 'DecisionTaskStarted').event.eventTimestamp += 1
      return rows
    },
    /DecisionTaskStarted: another time than its transaction/,
  ],
  [
    'an event id is left out',
    rows => {
      find(rows, 'DecisionTaskStarted').event.eventId++
      return rows
    },
    /4 DecisionTaskStarted: in place 3/,
  ],
  [
    'a history has no beginning',
    rows => renumbered(rows.filter(({ events }) => events?.[0]?.eventType !== 'WorkflowExecutionStarted')),
    /not the beginning of a history/,
  ],
  [
    'two executions of a workflow id are open',
    rows => {
      const { row } = find(rows, 'WorkflowExecutionStarted')
      return renumbered([...rows.slice(0, row.seq), { ...row, key: `${row.key}2` }, ...rows.slice(row.seq)])
    },
    /WorkflowExecutionStarted: us-east-1\/d\/w\/.* is open/,
  ],
  [
    'a decision task is queued while another one is queued',
    rows => again(rows.slice(0, 4), 'DecisionTaskScheduled'),
    /queued is/,
  ],
  [
    'a second decision task is started',
    rows => {
      const { row } = find(rows, 'DecisionTaskStarted')
      return again(rows.slice(0, row.seq), 'DecisionTaskStarted')
    },
    /DecisionTaskStarted: started is 3/,
  ],
  [
    'a decision task is completed twice',
    rows => {
      const { row } = find(rows, 'DecisionTaskCompleted')
      return again(rows.slice(0, row.seq), 'DecisionTaskCompleted')
    },
    /DecisionTaskCompleted: 2 ends a second time/,
  ],
  ['something comes after the close', rows => again(rows, 'TimerStarted'), /TimerStarted: after the close/],
  [
    'an activity ends twice',
    rows => again(rows, 'ActivityTaskCompleted'),
    /ActivityTaskCompleted: \d+ ends a second time/,
  ],
  [
    'an activity starts twice',
    rows => again(rows, 'ActivityTaskStarted'),
    /ActivityTaskStarted: \d+ begins a second time/,
  ],
  [
    'an activity starts that has ended',
    rows => again(rows, 'ActivityTaskStarted'),
    /ActivityTaskStarted: \d+ has ended/,
  ],
  ['a timer fires twice', rows => again(rows, 'TimerFired'), /TimerFired: \d+ ends a second time/],
  ['a child ends twice', rows => again(rows, 'ChildWorkflowExecutionCompleted'), /ends a second time/],
  [
    'a signal is delivered twice',
    rows => again(rows, 'ExternalWorkflowExecutionSignaled'),
    /ends a second time/,
  ],
  ['a function ends twice', rows => again(rows, 'LambdaFunctionCompleted'), /ends a second time/],
  [
    'a batch is in two transactions',
    rows => {
      const { row } = find(rows, 'DecisionTaskCompleted')
      const [first, ...rest] = row.events!
      const at = rows.indexOf(row)
      return renumbered([
        ...rows.slice(0, at),
        { ...row, events: [first!] },
        { ...row, events: rest },
        ...rows.slice(at + 1),
      ])
    },
    /in another transaction than its batch/,
  ],
  ...[
    ['DecisionTaskStarted', 'scheduledEventId'],
    ['DecisionTaskCompleted', 'scheduledEventId'],
    ['DecisionTaskCompleted', 'startedEventId'],
    ['ActivityTaskScheduled', 'decisionTaskCompletedEventId'],
    ['ActivityTaskStarted', 'scheduledEventId'],
    ['ActivityTaskCompleted', 'scheduledEventId'],
    ['ActivityTaskCompleted', 'startedEventId'],
    ['ActivityTaskCanceled', 'latestCancelRequestedEventId'],
    ['TimerFired', 'startedEventId'],
    ['TimerCanceled', 'startedEventId'],
    ['ChildWorkflowExecutionStarted', 'initiatedEventId'],
    ['ChildWorkflowExecutionCompleted', 'startedEventId'],
    ['ExternalWorkflowExecutionSignaled', 'initiatedEventId'],
    ['LambdaFunctionCompleted', 'startedEventId'],
  ].map(
    ([type, member]) =>
      [
        `${member} of ${type} points to a wrong event`,
        changed(type!, member!, 1),
        new RegExp(`${type}: ${member} 1 is no`),
      ] as [string, (rows: LogRow[]) => LogRow[], RegExp],
  ),
  ['a child names no start of its parent', changedChild, /parentInitiatedEventId 1 is no StartChild/],
  [
    'a signal names none of its sender',
    changed('WorkflowExecutionSignaled', 'externalInitiatedEventId', 1),
    /externalInitiatedEventId 1 is no SignalExternal/,
  ],
])('it is found when %s', (_, broken, fault) => {
  expect(faultsOfLog(broken(log()))).toEqual(expect.arrayContaining([expect.stringMatching(fault)]))
})

function changedChild(rows: LogRow[]): LogRow[] {
  const row = rows.find(({ key, events }) => key.startsWith('us-east-1/d/kid/') && events !== undefined)!
  const [event] = row.events as unknown as Loose[]
  event!['workflowExecutionStartedEventAttributes']!['parentInitiatedEventId'] = 1
  return rows
}
