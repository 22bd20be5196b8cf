import { json } from '@reyield/data'
import { activity, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { history } from '../index.ts'

const charge = activity<{ id: string }, string>('charge', { startToClose: '5m' })
const order = workflow({ name: 'order', taskList: 'orders' }, function* (of: { id: string }) {
  return yield* charge(of)
})

it('a fake history has the ids, the times, the task list and the serializer of its options', () => {
  const execution = { workflowId: 'order-7', runId: '22/abc=' }
  const start = new Date('2031-05-05T00:00:00Z')
  const recorded = history(order, { execution, start, step: '7m', taskList: 'others', serializer: json })
    .started({ id: '7' })
    .decisionStarted()
  const [started, scheduled] = recorded.events
  expect(recorded.execution).toEqual(execution)
  expect(recorded.events.map(({ eventTimestamp }) => eventTimestamp!.getTime() - start.getTime())).toEqual([
    0,
    0,
    7 * 60_000,
  ])
  expect(started!.workflowExecutionStartedEventAttributes).toMatchObject({
    input: '{"id":"7"}',
    taskList: { name: 'others' },
  })
  expect(scheduled!.decisionTaskScheduledEventAttributes!.taskList).toEqual({ name: 'others' })
})
