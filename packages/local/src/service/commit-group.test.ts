import { expect, test } from 'vitest'
import { testClock } from '../clock/clock.ts'
import { createMachine } from '../machine/machine.ts'
import { Sequencer } from './sequencer.ts'
import type { Storage } from '../storage/storage.ts'

/** A server whose storage fails on demand. */
function open() {
  const disk = { full: false }
  const appended: number[] = []
  const fatal: unknown[] = []
  const storage: Storage = {
    name: 'a disk',
    *readAll() {},
    append(transactions) {
      if (disk.full) throw new Error('database or disk is full')
      appended.push(...transactions.map(({ seq }) => seq))
    },
    remove() {},
    check() {},
    close() {},
    release() {},
  }
  const clock = testClock()
  const sequencer = new Sequencer({
    machine: createMachine(),
    storage,
    clock,
    pollTime: 55_000,
    onCommitted() {},
    onFatal: error => fatal.push(error),
  })
  sequencer.open()
  return { sequencer, clock, disk, appended, fatal }
}

async function withOneExecution() {
  const opened = open()
  const { sequencer } = opened
  await sequencer.request('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  await sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
  await sequencer.request('StartWorkflowExecution', {
    domain: 'd',
    workflowId: 'a',
    workflowType: { name: 'w', version: '1' },
    taskList: { name: 'main' },
    executionStartToCloseTimeout: '10',
    taskStartToCloseTimeout: '5',
    childPolicy: 'TERMINATE',
  })
  return opened
}

const signal = ['SignalWorkflowExecution', { domain: 'd', workflowId: 'a', signalName: 's' }] as const

test('commits nothing after a failed commit, even if the disk has space again, since the log would have a gap', async () => {
  const { sequencer, clock, disk, appended, fatal } = await withOneExecution()
  disk.full = true
  await expect(sequencer.request(...signal)).rejects.toMatchObject({ status: 500 })
  disk.full = false
  await clock.advance('1 minute')
  await expect(sequencer.request(...signal)).rejects.toMatchObject({ status: 500 })
  sequencer.close()
  expect(appended).toEqual([1, 2, 3])
  expect(fatal).toHaveLength(1)
})

test('a failed commit rejects all requests that wait for it, and all waiting polls', async () => {
  const { sequencer, disk } = await withOneExecution()
  const poll = sequencer.request('PollForActivityTask', { domain: 'd', taskList: { name: 'other' } })
  disk.full = true
  const results = await Promise.allSettled([sequencer.request(...signal), sequencer.request(...signal), poll])
  expect(results.map(result => result.status === 'rejected' && (result.reason as Error).name)).toEqual([
    'InternalFailure',
    'InternalFailure',
    'InternalFailure',
  ])
})

test('responds to a heartbeat before its commit', async () => {
  const { sequencer, appended } = await withOneExecution()
  await sequencer.request('RegisterActivityType', { domain: 'd', name: 'a', version: '1' })
  const decision = (await sequencer.request('PollForDecisionTask', {
    domain: 'd',
    taskList: { name: 'main' },
  })) as { taskToken: string }
  await sequencer.request('RespondDecisionTaskCompleted', {
    taskToken: decision.taskToken,
    decisions: [
      {
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityId: '1',
          activityType: { name: 'a', version: '1' },
          taskList: { name: 'main' },
          scheduleToStartTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          startToCloseTimeout: 'NONE',
          heartbeatTimeout: '5',
        },
      },
    ],
  })
  const { taskToken } = (await sequencer.request('PollForActivityTask', {
    domain: 'd',
    taskList: { name: 'main' },
  })) as { taskToken: string }
  const before = appended.length
  expect(await sequencer.request('RecordActivityTaskHeartbeat', { taskToken, details: 'half' })).toEqual({
    cancelRequested: false,
  })
  expect(appended).toHaveLength(before)
  await sequencer
    .request('DescribeWorkflowExecution', { domain: 'd', execution: { workflowId: 'a', runId: 'x' } })
    .catch(() => {})
  expect(appended).toHaveLength(before + 1)
})

test('acknowledges nothing after an error of the machine in the middle of a transaction', async () => {
  const appended: number[] = []
  const fatal: unknown[] = []
  const broken = new Error('apply is broken')
  const sequencer = new Sequencer({
    machine: {
      ...createMachine(),
      apply() {
        throw broken
      },
    },
    storage: {
      name: 'a disk',
      *readAll() {},
      append: group => void appended.push(group.length),
      remove() {},
      check() {},
      close() {},
      release() {},
    },
    clock: testClock(),
    pollTime: 0,
    onCommitted() {},
    onFatal: error => fatal.push(error),
  })
  sequencer.open()
  await expect(
    sequencer.request('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '1' }),
  ).rejects.toMatchObject({ status: 500 })
  expect([appended, fatal]).toEqual([[], [broken]])
})
