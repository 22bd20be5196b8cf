import { expect, test } from 'vitest'
import { createLocalSwf } from '../../src/index.ts'
import type { Clock, LocalSwf } from '../../src/index.ts'
import { faultsOfLog } from './log-checker.ts'
import { newFile, readLog } from './read-log.ts'

/** A clock that advances by `step` milliseconds whenever it's read. */
class SteppingClock implements Clock {
  time = 1_700_000_000_000
  step = 0
  now(): number {
    this.time += this.step
    return this.time
  }
  wakeAt(): () => void {
    return () => {}
  }
}

const workflowType = { name: 'flow', version: '1' }
const taskList = { name: 'flows' }

/** Starts an execution whose decision tasks time out after a second. */
async function started({ swf }: LocalSwf): Promise<void> {
  await swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain: 'd', ...workflowType })
  await swf.startWorkflowExecution({
    domain: 'd',
    workflowId: 'w',
    workflowType,
    taskList,
    executionStartToCloseTimeout: '60',
    taskStartToCloseTimeout: '1',
    childPolicy: 'TERMINATE',
  })
}

test('the events of a transaction have its time', async () => {
  const db = newFile()
  const clock = new SteppingClock()
  const local = await createLocalSwf({ db, clock })
  clock.step = 1
  await started(local)
  await local.close()
  expect(faultsOfLog(readLog(db))).toEqual([])
})

test('deadlines that are due at the time of a request happen before it', async () => {
  const clock = new SteppingClock()
  const local = await createLocalSwf({ clock })
  await started(local)
  const { taskToken } = await local.swf.pollForDecisionTask({ domain: 'd', taskList })
  clock.time += 999
  clock.step = 1
  // 1000 ms after the task was started, which is its deadline
  await expect(local.swf.respondDecisionTaskCompleted({ taskToken })).rejects.toThrow('Unknown decision task')
})
