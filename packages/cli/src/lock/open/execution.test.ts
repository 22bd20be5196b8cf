import type { HistoryEvent } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import { keptOutput } from '../../../test/kept-output.ts'
import { openExecution, type OpenExecution } from './execution.ts'
import type { Needs } from './needs.ts'
import { printNeeds } from './print.ts'

const check = { decisionTasks: 1, error: undefined }
const charge = { name: 'charge', version: '1.0' }
const ids = { workflowId: 'order-7', runId: 'r' }

/** Events with their ids and attributes. */
const history = (...events: readonly [string, object?][]) =>
  events.map(
    ([eventType, attributes], index) =>
      ({
        eventId: index + 1,
        eventType,
        [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes ?? {},
      }) as unknown as HistoryEvent,
  )

it('needs the builds that have decided, the patches with markers, and the activities that are open', () => {
  const events = history(
    ['WorkflowExecutionStarted', { workflowType: { name: 'order', version: '2.0' } }],
    ['DecisionTaskStarted', { identity: '1@a build/41f' }],
    ['DecisionTaskTimedOut', { startedEventId: 2 }],
    ['DecisionTaskStarted', { identity: '1@a build/52a' }],
    ['DecisionTaskCompleted', { startedEventId: 4 }],
    ['MarkerRecorded', { markerName: 'pweigh' }],
    ['MarkerRecorded', { markerName: 'picture', details: 'of another decider' }],
    ['MarkerRecorded', { markerName: 's1', details: '7' }],
    ['ActivityTaskScheduled', { activityType: charge }],
    ['ActivityTaskScheduled', { activityType: { name: 'pack', version: '1.0' } }],
    ['ActivityTaskScheduled', { activityType: charge }],
    ['ActivityTaskCompleted', { scheduledEventId: 9 }],
    ['ActivityTaskTimedOut', { scheduledEventId: 10 }],
    ['DecisionTaskStarted', { identity: '1@a' }],
    ['DecisionTaskCompleted', { startedEventId: 14 }],
  )
  expect(openExecution({ execution: ids, events }, check)).toEqual({
    ...ids,
    workflow: 'order@2.0',
    builds: new Set(['52a', undefined]),
    marked: new Set(['weigh']),
    activities: new Set(['charge@1.0']),
    check,
  })
})

describe('what open executions need', () => {
  const execution = (of: Partial<OpenExecution> = {}): OpenExecution => ({
    ...ids,
    workflow: 'order@1.0',
    builds: new Set(),
    marked: new Set(),
    activities: new Set(),
    check,
    ...of,
  })
  function printed(executions: readonly OpenExecution[], isComplete: boolean, needs: Partial<Needs>) {
    const [out, notes] = [keptOutput(), keptOutput()]
    const nothing = { builds: [], patches: [], gone: [], withoutBuild: 0 }
    printNeeds(out.output, notes.output, { executions, isComplete }, { ...nothing, ...needs })
    return { out: out.text(), notes: notes.text() }
  }

  it('is printed with executions that the code cannot go on with', () => {
    const error = { code: 'NON_DETERMINISM', message: 'difference', eventId: 5 }
    const waiting = [1, 2, 3, 4, 5, 6, 7].map(id => execution({ workflowId: `order-${id}` }))
    const { out } = printed([execution({ check: { decisionTasks: 1, error } })], true, {
      gone: [{ activity: 'charge@1.0', executions: waiting }],
    })
    expect(out).toBe(
      '✗ order-7  NON_DETERMINISM\n    difference\n' +
        '✗ Activity charge@1.0 is gone, and order-1, order-2, order-3, order-4, order-5 and 2 others wait for it\n' +
        '1 execution is open\n',
    )
  })

  it('says why nothing is known to be unneeded', () => {
    expect(printed([execution(), execution()], false, { withoutBuild: 1 })).toEqual({
      out: '2 executions are open\n',
      notes:
        '! There are more open executions, so nothing is known to be unneeded: choose a higher --limit\n' +
        '! Workers without a build id have decided in 1 of them, so all builds stay: set buildId of createWorker\n',
    })
  })
})
