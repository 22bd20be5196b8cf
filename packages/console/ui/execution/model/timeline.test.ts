import { describe, expect, it } from 'vitest'
import {
  activityRows,
  beginning,
  decisionRows,
  rawHistory,
  timesOf,
  viewOf,
  type RawRow,
} from '../../../test/raw-history.ts'
import { eventTimes } from './event-times.ts'
import { segments } from './segments.ts'
import { stepAt, type At } from './step-at.ts'
import { timelineRows, type Shown } from './timeline-rows.ts'

/** An activity that fails once, is retried after 10 s, and runs again. */
const retried: RawRow[] = [
  ...decisionRows(2, 1),
  [
    2,
    'ActivityTaskScheduled',
    {
      activityId: '1',
      activityType: { name: 'charge', version: '1.0' },
      taskList: { name: 'orders' },
      startToCloseTimeout: '60',
    },
  ],
  [4, 'ActivityTaskStarted', { scheduledEventId: 5, identity: 'worker-1' }],
  [5, 'ActivityTaskFailed', { scheduledEventId: 5, startedEventId: 6, reason: 'BusyError: busy' }],
  ...decisionRows(8, 5),
  [5, 'TimerStarted', { timerId: '1~1', startToFireTimeout: '10', decisionTaskCompletedEventId: 10 }],
  [15, 'TimerFired', { timerId: '1~1', startedEventId: 11 }],
  ...decisionRows(13, 15),
  [
    16,
    'ActivityTaskScheduled',
    {
      activityId: '1',
      activityType: { name: 'charge', version: '1.0' },
      taskList: { name: 'orders' },
      startToCloseTimeout: '60',
    },
  ],
  [17, 'ActivityTaskStarted', { scheduledEventId: 16, identity: 'worker-1' }],
]

const atEvent = (eventId: number, seconds: number, closed = false): At => ({
  eventId,
  now: beginning + seconds * 1000,
  closed,
})

/** Segments in seconds after the beginning. */
async function drawn(rows: readonly RawRow[], at: At, now?: number) {
  const view = await viewOf(rows, now)
  const [step] = view.steps
  const then = stepAt(step!, at)
  const second = (time: number) => (time - beginning) / 1000
  return [
    then.state,
    ...segments(step!, then, at, eventTimes(timesOf(rawHistory(...rows)))).map(
      ({ kind, from, to, ended, attempt }) =>
        `${kind} ${second(from)}–${second(to)}${attempt ? ` of ${attempt}` : ''}${ended ? ` ${ended}` : ''}`,
    ),
  ]
}

describe('the row of an activity that is retried', () => {
  it('has the queue wait, the run and the wait before the next attempt of each attempt', async () => {
    expect(await drawn(retried, atEvent(17, 20), 20)).toEqual([
      'running',
      'queue 2–4 of 1',
      'run 4–5 of 1 badly',
      'wait 5–16 of 1',
      'queue 16–17 of 2',
      'run 17–20 of 2',
      'left 20–77',
    ])
  })

  it.each([
    [4, 1, ['future', 'later 2–16']],
    [5, 3, ['waiting', 'queue 2–3 of 1', 'later 3–16']],
    [6, 4, ['running', 'queue 2–4 of 1', 'run 4–4 of 1', 'later 4–16']],
    [11, 6, ['retrying', 'queue 2–4 of 1', 'run 4–5 of 1 badly', 'wait 5–6 of 1', 'later 6–16']],
  ])('is what was known after event %i, and pale from there', async (eventId, seconds, lines) => {
    expect(await drawn(retried, atEvent(eventId, seconds), 20)).toEqual(lines)
  })
})

describe('the row of a step without attempts', () => {
  it('shows a timer and how much of it is left, at each moment', async () => {
    const timer: RawRow[] = [
      ...decisionRows(2, 1),
      [1, 'TimerStarted', { timerId: '1', startToFireTimeout: '100', decisionTaskCompletedEventId: 4 }],
      [101, 'TimerFired', { timerId: '1', startedEventId: 5 }],
    ]
    expect(await drawn(timer, atEvent(5, 1))).toEqual(['running', 'wait 1–1', 'left 1–101', 'later 1–101'])
    expect(await drawn(timer, atEvent(6, 101))).toEqual(['completed', 'wait 1–101 well'])
  })

  it('shows when a child was started', async () => {
    const child: RawRow[] = [
      ...decisionRows(2, 1),
      [
        1,
        'StartChildWorkflowExecutionInitiated',
        { workflowId: 'c', control: '1', workflowType: { name: 'ship', version: '1.0' } },
      ],
      [
        3,
        'ChildWorkflowExecutionStarted',
        { initiatedEventId: 5, workflowExecution: { workflowId: 'c', runId: 'r' } },
      ],
      [9, 'ChildWorkflowExecutionFailed', { initiatedEventId: 5, startedEventId: 6, reason: 'Error: no' }],
    ]
    expect(await drawn(child, atEvent(5, 2))).toEqual(['waiting', 'queue 1–2', 'later 2–9'])
    expect(await drawn(child, atEvent(6, 4))).toEqual(['running', 'queue 1–3', 'run 3–4', 'later 4–9'])
    expect(await drawn(child, atEvent(7, 9))).toEqual(['failed', 'queue 1–3', 'run 3–9 badly'])
  })

  it('shows that a step was still open when the run closed', async () => {
    const rows: RawRow[] = [
      ...decisionRows(2, 1),
      [1, 'TimerStarted', { timerId: '1', startToFireTimeout: '100', decisionTaskCompletedEventId: 4 }],
      [9, 'WorkflowExecutionTerminated', { childPolicy: 'TERMINATE' }],
    ]
    expect(await drawn(rows, atEvent(6, 9, true))).toEqual(['abandoned', 'wait 1–9'])
  })
})

describe('the rows of a run', () => {
  const branches: RawRow[] = [
    ...decisionRows(2, 1),
    ...activityRows(5, '1.1.1', 2, 'seats'),
    ...activityRows(8, '1.2.1', 2, 'hotel'),
    [5, 'WorkflowExecutionSignaled', { signalName: 'go' }],
    [
      6,
      'StartChildWorkflowExecutionInitiated',
      { workflowId: 'c', control: '2', workflowType: { name: 'ship', version: '1.0' } },
    ],
    [
      7,
      'ChildWorkflowExecutionStarted',
      { initiatedEventId: 12, workflowExecution: { workflowId: 'c', runId: 'r' } },
    ],
  ]
  const none: Shown = { closed: new Set(), opened: new Set(), children: new Map() }

  const lines = async (shown: Partial<Shown> = {}) =>
    timelineRows(await viewOf(branches), { ...none, ...shown }).map(row => {
      const what =
        row.row === 'step'
          ? row.step.name
          : row.row === 'group'
            ? row.title
            : row.row === 'note'
              ? row.text
              : ''
      return `${'  '.repeat(row.depth)}${row.row} ${what}`.trimEnd()
    })

  it('are its decider, its signals, and its branches as a tree', async () => {
    expect(await lines()).toEqual([
      'decider',
      'signals',
      'group 2 branches',
      '  step seats',
      '  step hotel',
      'step ship',
    ])
  })

  it('are fewer where one is closed, and more where one is opened', async () => {
    expect(await lines({ closed: new Set(['branches 1']), opened: new Set(['signals', '12']) })).toEqual([
      'decider',
      'signals',
      '  step go',
      'group 2 branches',
      'step ship',
      '  note Loading its steps…',
    ])
  })

  it('are those of a child below it, with keys of their own', async () => {
    const child = { view: await viewOf(branches) }
    const shown = { opened: new Set(['12']), children: new Map([['12', child]]) }
    expect((await lines(shown)).slice(5)).toEqual([
      'step ship',
      '  decider',
      '  signals',
      '  group 2 branches',
      '    step seats',
      '    step hotel',
      '  step ship',
    ])
    const rows = timelineRows(await viewOf(branches), { ...none, ...shown })
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  })
})
