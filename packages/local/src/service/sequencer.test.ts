import { describe, expect, it } from 'vitest'
import { keptStorage } from '../../test/kept-storage.ts'
import { testClock } from '../clock/clock.ts'
import { createMachine } from '../machine/machine.ts'
import { Sequencer } from './sequencer.ts'
import type { Storage } from '../storage/storage.ts'
import type { Transaction } from '../machine/transaction.ts'

function open(storage: Storage = keptStorage(), clock = testClock()) {
  const groups: string[][] = []
  const fatal: unknown[] = []
  const counted: Storage = {
    ...storage,
    append(transactions) {
      storage.append(transactions)
      groups.push(transactions.map(one => one.events?.map(event => event.eventType).join('+') ?? one.kind))
    },
  }
  const committed: Transaction[] = []
  const sequencer = new Sequencer({
    machine: createMachine(),
    storage: counted,
    clock,
    pollTime: 55_000,
    onCommitted: one => committed.push(one),
    onFatal: error => fatal.push(error),
    onWarning: () => undefined,
  })
  sequencer.open()
  return { sequencer, clock, groups, fatal, committed }
}

const registerDomain = (name: string) =>
  ['RegisterDomain', { name, workflowExecutionRetentionPeriodInDays: '1' }] as const
const start = (workflowId: string) =>
  [
    'StartWorkflowExecution',
    {
      domain: 'd',
      workflowId,
      workflowType: { name: 'w', version: '1' },
      taskList: { name: 'main' },
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '10',
      childPolicy: 'TERMINATE',
    },
  ] as const
const poll = ['PollForDecisionTask', { domain: 'd', taskList: { name: 'main' } }] as const

describe('the commit group', () => {
  it('contains all requests that arrive in the same turn', async () => {
    const { sequencer, groups } = open()
    await Promise.all(['a', 'b', 'c'].map(name => sequencer.request(...registerDomain(name))))
    await sequencer.request(...registerDomain('e'))
    expect(groups.map(group => group.length)).toEqual([3, 1])
  })

  it('contains a scheduled task together with its start by a waiting poll', async () => {
    const { sequencer, groups } = open()
    await sequencer.request(...registerDomain('d'))
    await sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    const waiting = sequencer.request(...poll)
    await sequencer.request(...start('w'))
    await waiting
    expect(groups.at(-1)).toEqual(['WorkflowExecutionStarted+DecisionTaskScheduled', 'DecisionTaskStarted'])
  })

  it('is committed before any response is sent, even that of a read', async () => {
    let durable = 0
    const storage = keptStorage()
    const { sequencer } = open({
      ...storage,
      append: group => ((durable += group.length), storage.append(group)),
    })
    const seen: number[] = []
    await Promise.all([
      sequencer.request(...registerDomain('d')).then(() => seen.push(durable)),
      sequencer.request('DescribeDomain', { name: 'd' }).then(() => seen.push(durable)),
      sequencer.request(...registerDomain('d')).catch(() => seen.push(durable)),
    ])
    expect(seen).toEqual([1, 1, 1])
  })

  it("ends all acknowledgements if it can't be written", async () => {
    const storage = keptStorage()
    const full = new Error('database or disk is full')
    const { sequencer, fatal } = open({
      ...storage,
      append() {
        throw full
      },
    })
    await expect(sequencer.request(...registerDomain('d'))).rejects.toMatchObject({ status: 500 })
    await expect(
      sequencer.request('ListDomains', { registrationStatus: 'REGISTERED' }),
    ).rejects.toMatchObject({ status: 500 })
    expect(fatal).toEqual([full])
  })
})

describe('validation', () => {
  it('happens once for a waiting poll, however often it is offered a task', async () => {
    const { sequencer } = open()
    await sequencer.request(...registerDomain('d'))
    await sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    const reads = [0, 0, 0]
    const polls = reads.map((_, n) =>
      sequencer.request('PollForDecisionTask', {
        get domain() {
          reads[n]!++
          return 'd'
        },
        taskList: { name: 'main' },
      }),
    )
    for (const workflowId of ['a', 'b', 'c']) await sequencer.request(...start(workflowId))
    expect(await Promise.all(polls)).toMatchObject(
      ['a', 'b', 'c'].map(workflowId => ({ workflowExecution: { workflowId } })),
    )
    expect(reads).toEqual([1, 1, 1])
  })
})

describe('a restart', () => {
  it('restores everything, and overdue deadlines happen at once in their order', async () => {
    const storage = keptStorage()
    const before = open(storage)
    await before.sequencer.request(...registerDomain('d'))
    await before.sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    await before.sequencer.request(...start('w'))
    const { taskToken } = (await before.sequencer.request(...poll)) as { taskToken: string }
    await before.sequencer.request('RespondDecisionTaskCompleted', {
      taskToken,
      decisions: ['60', '30'].map(startToFireTimeout => ({
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: startToFireTimeout, startToFireTimeout },
      })),
    })
    before.sequencer.close()
    const after = open(storage, testClock({ now: before.clock.now() + 100_000 }))
    const task = (await after.sequencer.request(...poll)) as {
      events: { eventType: string; timerFiredEventAttributes?: { timerId: string } }[]
    }
    expect(task.events.flatMap(event => event.timerFiredEventAttributes?.timerId ?? [])).toEqual(['30', '60'])
  })

  it('advances a test clock that is behind the last time in the log', async () => {
    const storage = keptStorage()
    const before = open(storage, testClock({ now: 5_000_000 }))
    await before.sequencer.request(...registerDomain('d'))
    before.sequencer.close()
    const after = open(storage, testClock({ now: 0 }))
    expect(after.clock.now()).toBe(5_000_000)
  })

  it('keeps task tokens valid', async () => {
    const storage = keptStorage()
    const before = open(storage)
    await before.sequencer.request(...registerDomain('d'))
    await before.sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    await before.sequencer.request(...start('w'))
    const { taskToken } = (await before.sequencer.request(...poll)) as { taskToken: string }
    before.sequencer.close()
    const after = open(storage, testClock({ now: before.clock.now() }))
    await after.sequencer.request('RespondDecisionTaskCompleted', {
      taskToken,
      decisions: [{ decisionType: 'CompleteWorkflowExecution' }],
    })
    expect(after.committed.at(-1)!.events!.map(event => event.eventType)).toEqual([
      'DecisionTaskCompleted',
      'WorkflowExecutionCompleted',
    ])
  })
})

describe("a task that couldn't be delivered", () => {
  /** Starts an execution, and polls for its decision task. */
  async function handedOut() {
    const opened = open()
    const { sequencer } = opened
    await sequencer.request(...registerDomain('d'))
    await sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    await sequencer.request(...start('a'))
    return { ...opened, task: (await sequencer.request(...poll)) as { taskToken: string } }
  }

  it('goes to the next poll of its list, unchanged and once', async () => {
    const { sequencer, task, committed } = await handedOut()
    const written = committed.length
    sequencer.returnTask(...poll, task)
    expect(await sequencer.request(...poll)).toEqual(task)
    expect(committed).toHaveLength(written)
    const next = sequencer.request(...poll)
    sequencer.endPolls()
    expect(await next).toEqual({ previousStartedEventId: 0, startedEventId: 0 })
  })

  it('goes to a waiting poll at once', async () => {
    const { sequencer, task } = await handedOut()
    const waiting = sequencer.request(...poll)
    sequencer.returnTask(...poll, task)
    expect(await waiting).toEqual(task)
  })

  it('is dropped if it has timed out or was completed', async () => {
    const { sequencer, clock, task } = await handedOut()
    sequencer.returnTask(...poll, task)
    await clock.advance('10s')
    const again = (await sequencer.request(...poll)) as { taskToken: string; startedEventId: number }
    expect(again.startedEventId).toBe(6)
    sequencer.returnTask(...poll, again)
    await sequencer.request('RespondDecisionTaskCompleted', { taskToken: again.taskToken })
    const next = sequencer.request(...poll)
    sequencer.endPolls()
    expect(await next).toEqual({ previousStartedEventId: 0, startedEventId: 0 })
  })

  it('does not exist for an empty response or a further page of a task', async () => {
    const { sequencer, task } = await handedOut()
    sequencer.returnTask(...poll, { startedEventId: 0 })
    sequencer.returnTask(poll[0], { ...poll[1], nextPageToken: 'x' }, task)
    const next = sequencer.request(...poll)
    sequencer.endPolls()
    expect(await next).toEqual({ previousStartedEventId: 0, startedEventId: 0 })
  })
})

describe('waiting polls', () => {
  it('get tasks in the order of their arrival', async () => {
    const { sequencer } = open()
    await sequencer.request(...registerDomain('d'))
    await sequencer.request('RegisterWorkflowType', { domain: 'd', name: 'w', version: '1' })
    const order: string[] = []
    const polls = ['first', 'second'].map(name => sequencer.request(...poll).then(() => order.push(name)))
    await sequencer.request(...start('w1'))
    await sequencer.request(...start('w2'))
    await Promise.all(polls)
    expect(order).toEqual(['first', 'second'])
  })

  it('are limited to 1,000 for a task list', async () => {
    const { sequencer } = open()
    await sequencer.request(...registerDomain('d'))
    const polls = Array.from({ length: 1000 }, () => sequencer.request(...poll))
    await expect(sequencer.request(...poll)).rejects.toMatchObject({ name: 'LimitExceededFault' })
    sequencer.close()
    expect(new Set((await Promise.all(polls)).map(one => JSON.stringify(one)))).toEqual(
      new Set(['{"previousStartedEventId":0,"startedEventId":0}']),
    )
  })

  it('end with an empty response when their time is over', async () => {
    const { sequencer, clock } = open()
    await sequencer.request(...registerDomain('d'))
    const waiting = sequencer.request(...poll)
    await clock.advance('55s')
    expect(await waiting).toEqual({ previousStartedEventId: 0, startedEventId: 0 })
  })
})
