import { expect } from 'vitest'
import type { HistoryEvent } from '../src/model/generated/types.ts'

const closes = new Set(
  ['Completed', 'Failed', 'Canceled', 'TimedOut', 'Terminated', 'ContinuedAsNew'].map(
    x => `WorkflowExecution${x}`,
  ),
)

/** Failures that occur after the batch, but refer to it. */
const isResult = (eventType: string, attributes: { initiatedEventId?: number }) =>
  /^(SignalExternal|RequestCancelExternal|StartChild)WorkflowExecutionFailed$/.test(eventType) &&
  attributes.initiatedEventId !== 0

/** Checks the rules of every history that Amazon SWF writes. */
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

/** Checks the rules between executions (histories by run id) when there are no pending transitions. */
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

/** ChildWorkflowExecutionCompleted and the other close events of children. */
const isReport = ({ eventType }: HistoryEvent) => /^ChildWorkflowExecution(?!Started)/.test(eventType)

/** For each request to another execution, an open execution has exactly one outcome, and a closed one at most one. */
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
  // the next run of a child whose cancellation was requested gets no second request
  if (childPolicy === 'REQUEST_CANCEL' && closing === undefined && continuedExecutionRunId === undefined) {
    expect(events.map(({ eventType }) => eventType)).toContain('WorkflowExecutionCancelRequested')
  }
}
