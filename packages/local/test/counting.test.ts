import { expect, test } from 'vitest'
import { cancelActivity, schedule, TestService } from './test-service.ts'

/** The counts of pending decision tasks on `flows` and of pending activities on `acts`. */
const pending = (service: TestService) => {
  const count = (action: 'CountPendingDecisionTasks' | 'CountPendingActivityTasks', name: string) =>
    service.call(action, { domain: 'd', taskList: { name } }).count
  return [count('CountPendingDecisionTasks', 'flows'), count('CountPendingActivityTasks', 'acts')]
}

test('counts tasks that are scheduled but not started', () => {
  const service = new TestService().started()
  expect(pending(service)).toEqual([1, 0])
  service.start({ workflowId: 'v' })
  expect(pending(service)).toEqual([2, 0])
  service.decide([schedule('1'), schedule('2'), schedule('3')])
  expect(pending(service)).toEqual([1, 3])
  service.activityTask()
  expect(pending(service)).toEqual([1, 2])
})

test('counts a decision task that is queued while another one is started', () => {
  const service = new TestService().started()
  service.decisionTask()
  expect(pending(service)).toEqual([0, 0])
  service.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  expect(pending(service)).toEqual([1, 0])
})

test('does not count a canceled activity, or activities of a closed execution', () => {
  const service = new TestService().started()
  service.decide([schedule('1'), schedule('2'), cancelActivity('1')])
  expect(pending(service)).toEqual([1, 1])
  service.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
  expect(pending(service)).toEqual([0, 0])
})

test('returns an exact 0 for a list that was never used', () => {
  const service = new TestService().registered()
  for (const action of ['CountPendingDecisionTasks', 'CountPendingActivityTasks'] as const) {
    const count = service.call(action, { domain: 'd', taskList: { name: 'never' } })
    expect(count).toEqual({ count: 0, truncated: false })
  }
})
