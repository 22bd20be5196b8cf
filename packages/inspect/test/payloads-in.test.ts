import type { HistoryEvent } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import { view, type PayloadOf } from '../src/index.ts'
import { payloadsIn } from '../src/internal.ts'
import { decided, recorded, scheduled, started } from './events.ts'

const child = { workflowId: 'parcel-1', runId: 'r' }
const rows = (): HistoryEvent[] => [
  ...recorded(
    started({ input: 'a' }),
    ...decided('{"reyield":1,"status":"b"}'),
    scheduled(2, { input: 'c' }),
    [2, 'MarkerRecorded', { markerName: 's2', details: 'd' }],
    [2, 'MarkerRecorded', { markerName: 'other', details: 'e' }],
    [2, 'LambdaFunctionScheduled', { id: '3', name: 'thumb', input: 'f' }],
    [
      2,
      'StartChildWorkflowExecutionInitiated',
      { ...child, workflowType: { name: 'parcel', version: '1.0' }, input: 'g' },
    ],
    [2, 'SignalExternalWorkflowExecutionInitiated', { workflowId: 'cart', signalName: 'paid', input: 'h' }],
    [3, 'WorkflowExecutionSignaled', { signalName: 'approved', input: 'i' }],
    [4, 'ActivityTaskCompleted', { scheduledEventId: 5, result: 'j' }],
    [4, 'LambdaFunctionFailed', { scheduledEventId: 8, reason: 'x', details: 'k' }],
    [4, 'ChildWorkflowExecutionCompleted', { initiatedEventId: 9, workflowExecution: child, result: 'l' }],
    [5, 'WorkflowExecutionFailed', { reason: 'Error', details: 'm' }],
  ).events,
]

it('has the payloads that a view reads, with what reading them takes', async () => {
  const events = rows()
  const seen: (readonly [string, PayloadOf])[] = []
  await view({ events }, { decode: (text, of) => void seen.push([text, of]) })
  const found = events.flatMap(payloadsIn).map(({ text, of }) => [text, of] as const)
  const sorted = (all: typeof seen) =>
    all
      .map(([text, { name: _, workflowId, ...of }]) => ({ text, ...of, workflowId }))
      .toSorted((a, b) => (a.text < b.text ? -1 : 1))
  expect(sorted(found)).toEqual(sorted(seen))
})
