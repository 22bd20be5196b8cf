import { expect } from 'vitest'
import type { HistoryEvent } from '../src/model/generated/types.ts'

const closes = new Set(
  ['Completed', 'Failed', 'Canceled', 'TimedOut', 'Terminated', 'ContinuedAsNew'].map(
    x => `WorkflowExecution${x}`,
  ),
)

/** Failures that are found after the batch name the batch all the same. */
const isResult = (eventType: string, attributes: { initiatedEventId?: number }) =>
  /^(SignalExternal|RequestCancelExternal|StartChild)WorkflowExecutionFailed$/.test(eventType) &&
  attributes.initiatedEventId !== 0

/** What holds of every history that Amazon SWF writes. */
export function checkHistory(events: readonly HistoryEvent[]): void {
  let queued = 0
  let started = 0
  let decided = 0
  events.forEach((event, i) => {
    expect(event.eventId).toBe(i + 1)
    expect(event.eventTimestamp).toBeGreaterThanOrEqual(events[Math.max(0, i - 1)]!.eventTimestamp)
    if (closes.has(event.eventType)) expect(event.eventId).toBe(events.length)
    switch (event.eventType) {
      case 'DecisionTaskScheduled':
        expect(queued).toBe(0)
        queued = event.eventId
        break
      case 'DecisionTaskStarted':
        expect([event.decisionTaskStartedEventAttributes!.scheduledEventId, started]).toEqual([queued, 0])
        started = event.eventId
        queued = 0
        break
      case 'DecisionTaskTimedOut': {
        const { startedEventId } = event.decisionTaskTimedOutEventAttributes!
        expect(startedEventId).toBe(started)
        if (started === 0) queued = 0
        started = 0
        break
      }
      case 'DecisionTaskCompleted':
        expect(event.decisionTaskCompletedEventAttributes!.startedEventId).toBe(started)
        started = 0
        decided = event.eventId
        break
      default: {
        const attributes = Object.values(event).find(value => typeof value === 'object') as object
        if (isResult(event.eventType, attributes)) decided = 0
        else if ('decisionTaskCompletedEventId' in attributes) {
          expect(attributes.decisionTaskCompletedEventId).toBe(decided)
        } else decided = 0
      }
    }
  })
}

type Histories = ReadonlyMap<string, readonly HistoryEvent[]>

/** What holds between executions (histories by run id) when the service has nothing more to do by itself. */
export function checkLinks(histories: Histories): void {
  for (const [runId, events] of histories) {
    checkAnswers(events)
    checkParent(histories, runId, events)
  }
}

const attributesOf = (event: HistoryEvent) =>
  Object.values(event).find(value => typeof value === 'object') as {
    initiatedEventId?: number
    workflowExecution?: { runId: string }
  }

const closingOf = (events: readonly HistoryEvent[]) => events.find(({ eventType }) => closes.has(eventType))

/** ChildWorkflowExecutionCompleted and the like. */
const isReport = ({ eventType }: HistoryEvent) => /^ChildWorkflowExecution(?!Started)/.test(eventType)

/** An open execution has one answer to each thing that it asked for outside itself; a closed one at most one. */
function checkAnswers(events: readonly HistoryEvent[]): void {
  for (const { eventId, eventType } of events) {
    if (!eventType.endsWith('ExecutionInitiated')) continue
    const answers = events.filter(
      event => attributesOf(event).initiatedEventId === eventId && !isReport(event),
    ).length
    if (closingOf(events) === undefined) expect([eventType, answers]).toEqual([eventType, 1])
    else expect(answers).toBeLessThan(2)
  }
}

/** A child's close is reported to an open parent; a closed parent's policy has been applied to its children. */
function checkParent(histories: Histories, runId: string, events: readonly HistoryEvent[]): void {
  const started = events[0]!.workflowExecutionStartedEventAttributes!
  const { parentWorkflowExecution, parentInitiatedEventId, continuedExecutionRunId } = started
  if (parentWorkflowExecution === undefined) return
  const parent = histories.get(parentWorkflowExecution.runId)!
  const [closing, parentsClosing] = [closingOf(events), closingOf(parent)]
  expect(parent[parentInitiatedEventId! - 1]!.eventType).toBe('StartChildWorkflowExecutionInitiated')

  const reports = parent.filter(
    event => isReport(event) && attributesOf(event).workflowExecution!.runId === runId,
  ).length
  if (parentsClosing === undefined) {
    const due = closing !== undefined && closing.eventType !== 'WorkflowExecutionContinuedAsNew'
    expect(reports).toBe(due ? 1 : 0)
    return
  }
  expect(reports).toBeLessThan(2)
  const { childPolicy } =
    parentsClosing.workflowExecutionTerminatedEventAttributes ??
    parentsClosing.workflowExecutionTimedOutEventAttributes ??
    parent[0]!.workflowExecutionStartedEventAttributes!
  if (childPolicy === 'TERMINATE') expect(closing).toBeDefined()
  // A run that goes on from one that was asked to cancel isn't asked again.
  if (childPolicy === 'REQUEST_CANCEL' && closing === undefined && continuedExecutionRunId === undefined) {
    expect(events.map(({ eventType }) => eventType)).toContain('WorkflowExecutionCancelRequested')
  }
}
