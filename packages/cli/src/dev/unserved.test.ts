import type { HistoryEvent } from '@aws-sdk/client-swf'
import { beforeEach, expect, it } from 'vitest'
import { UnservedLists } from './unserved.ts'

let now: number
let lists: UnservedLists
beforeEach(() => {
  now = 0
  lists = new UnservedLists(() => now)
  lists.restarted(true)
})

const commit = (workflowId: string, ...events: Partial<HistoryEvent>[]) =>
  lists.add({
    domain: { region: 'us-east-1', name: 'shop' },
    workflowId,
    runId: `run of ${workflowId}`,
    events: events as HistoryEvent[],
  })

const decision = (eventId: number, name: string): Partial<HistoryEvent> => ({
  eventId,
  eventType: 'DecisionTaskScheduled',
  decisionTaskScheduledEventAttributes: { taskList: { name } },
})

const decisionStarted = (scheduledEventId: number): Partial<HistoryEvent> => ({
  eventType: 'DecisionTaskStarted',
  decisionTaskStartedEventAttributes: { scheduledEventId },
})

const activity = (eventId: number, name: string): Partial<HistoryEvent> => ({
  eventId,
  eventType: 'ActivityTaskScheduled',
  activityTaskScheduledEventAttributes: {
    activityType: { name: 'reserve', version: '1.0' },
    activityId: '1',
    taskList: { name },
    decisionTaskCompletedEventId: 1,
  },
})

it('finds a list in which tasks wait that no worker starts, and says so once', () => {
  commit('order-1', decision(2, 'orders'), decisionStarted(2))
  commit('purchase-1', decision(2, 'purchases'))
  commit('purchase-2', decision(2, 'purchases'))
  commit('order-1', activity(5, 'warehouse'))
  now = 9_999
  expect(lists.found()).toEqual([])
  now = 10_000
  expect(lists.found()).toEqual([
    "No worker polls task list 'purchases': a decision task of purchase-1 waits in it. Give createWorker this taskList, or the workflow that of a worker",
    "No worker polls task list 'warehouse': activity reserve of order-1 waits in it. Give createWorker this taskList, or the activity that of a worker",
  ])
  now = 60_000
  expect(lists.found()).toEqual([])
  lists.restarted(true)
  now = 70_000
  expect(lists.found()).toHaveLength(2)
})

it('does not take busy workers for absent ones, nor a list of deciders for one of activity workers', () => {
  commit('order-1', decision(2, 'orders'), decisionStarted(2))
  commit('order-2', decision(2, 'orders'))
  commit('order-1', activity(5, 'orders'))
  now = 20_000
  expect(lists.found()).toEqual([expect.stringContaining('activity reserve of order-1')])
})

it('finds nothing while no worker runs, or just after it was started, or in a closed execution', () => {
  commit('order-1', decision(2, 'orders'))
  lists.restarted(false)
  now = 60_000
  expect(lists.found()).toEqual([])
  lists.restarted(true)
  now = 69_999
  expect(lists.found()).toEqual([])
  commit('order-1', { eventId: 3, eventType: 'WorkflowExecutionTerminated' })
  now = 80_000
  expect(lists.found()).toEqual([])
})
