import { describe, expect, it } from 'vitest'
import { activityRows, beginning, decisionRows, viewOf, type RawRow } from '../../../test/raw-history.ts'
import { comingOf, endOf, needsOf } from './outlook.ts'

const scheduled = (at: number, id: string): RawRow => [
  at,
  'ActivityTaskScheduled',
  {
    activityId: id,
    activityType: { name: 'charge', version: '1.0' },
    taskList: { name: 'cards' },
    scheduleToStartTimeout: '7200',
  },
]

const waiting: RawRow[] = [
  ...decisionRows(2, 1),
  scheduled(1, '1'),
  [1, 'TimerStarted', { timerId: '2', startToFireTimeout: '1800', decisionTaskCompletedEventId: 4 }],
]

describe('a run that waits', () => {
  it('says what it needs, and what somebody can do', async () => {
    expect(needsOf(await viewOf(waiting, 600))).toEqual([
      {
        kind: 'activityNotStarted',
        text: "activity charge (id '1') has waited 9m 59s in task list 'cards', and no worker has started it",
        todo: "Start a worker that has the activity and polls task list 'cards'.",
        step: '1',
        eventId: 5,
      },
    ])
  })

  it('says what happens next and when, in the order of time', async () => {
    const coming = comingOf(await viewOf(waiting, 600)).map(({ text, at }) => [
      text,
      at === undefined ? undefined : (at - beginning) / 1000,
    ])
    expect(coming).toEqual([
      ["timer '2' fires", 1801],
      [
        "activity charge waits in task list 'cards' for a worker. It times out (scheduleToStart) at the latest",
        7201,
      ],
      ['SWF closes it, if it is still open', 86_400],
    ])
  })

  it('waits for a decider while a decision task is open', async () => {
    const rows: RawRow[] = [[1, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }]]
    expect(comingOf(await viewOf(rows, 2)).map(({ text }) => text)[0]).toBe(
      "A decision task waits for a decider of task list 'orders'",
    )
  })
})

it('a closed run says how it ended, and that nothing comes', async () => {
  const rows: RawRow[] = [
    ...decisionRows(2, 1),
    ...activityRows(5, '1', 2),
    [64, 'WorkflowExecutionCompleted', {}],
  ]
  const view = await viewOf(rows)
  expect([endOf(view), comingOf(view), needsOf(view)]).toEqual(['It completed after 1m 4s.', [], []])
})
