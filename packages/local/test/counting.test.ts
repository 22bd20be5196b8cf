import { expect, test } from 'vitest'
import { cancelActivity, schedule, World } from './local-world.ts'

/** Pending decision tasks on `flows`, activities on `acts`. */
const pending = (world: World) => {
  const count = (action: 'CountPendingDecisionTasks' | 'CountPendingActivityTasks', name: string) =>
    world.call(action, { domain: 'd', taskList: { name } }).count
  return [count('CountPendingDecisionTasks', 'flows'), count('CountPendingActivityTasks', 'acts')]
}

test('tasks that are scheduled and not started are pending', () => {
  const world = new World().started()
  expect(pending(world)).toEqual([1, 0])
  world.start({ workflowId: 'v' })
  expect(pending(world)).toEqual([2, 0])
  world.decide([schedule('1'), schedule('2'), schedule('3')])
  expect(pending(world)).toEqual([1, 3])
  world.activityTask()
  expect(pending(world)).toEqual([1, 2])
})

test('one that is queued behind a started one is pending', () => {
  const world = new World().started()
  world.decisionTask()
  expect(pending(world)).toEqual([0, 0])
  world.call('SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
  expect(pending(world)).toEqual([1, 0])
})

test('a canceled activity and those of a closed execution are not', () => {
  const world = new World().started()
  world.decide([schedule('1'), schedule('2'), cancelActivity('1')])
  expect(pending(world)).toEqual([1, 1])
  world.call('TerminateWorkflowExecution', { domain: 'd', workflowId: 'w' })
  expect(pending(world)).toEqual([0, 0])
})

test('a list that was never used has none, and the count is no lower bound', () => {
  const world = new World().registered()
  for (const action of ['CountPendingDecisionTasks', 'CountPendingActivityTasks'] as const) {
    const count = world.call(action, { domain: 'd', taskList: { name: 'never' } })
    expect(count).toEqual({ count: 0, truncated: false })
  }
})
