import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { compactDatabase, createLocalSwf, exportHistories, testClock, type LocalSwf } from '../src/index.ts'
import { createMachine } from '../src/machine/machine.ts'
import { Sequencer } from '../src/service/sequencer.ts'
import { memoryStorage } from '../src/storage/memory.ts'
import { sqliteStorage } from '../src/storage/sqlite.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { keptStorage } from './kept-storage.ts'

const DAY = 24 * 3600 * 1000
const newFile = () => join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
const domain = 'd'
const flow = { name: 'flow', version: '1' }
const taskList = { name: 'flows' }
const values = { taskList, taskStartToCloseTimeout: 'NONE', childPolicy: 'ABANDON' } as const

async function register({ swf }: Pick<LocalSwf, 'swf'>): Promise<void> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, ...flow })
}

const start = ({ swf }: LocalSwf, workflowId: string, more: object = {}) =>
  swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType: flow,
    executionStartToCloseTimeout: '31536000',
    ...values,
    ...more,
  })

const terminate = ({ swf }: LocalSwf, workflowId: string) =>
  swf.terminateWorkflowExecution({ domain, workflowId })

/** The log in a file. */
function logIn(file: string): Transaction[] {
  const storage = sqliteStorage(file)
  try {
    return [...storage.readAll()]
  } finally {
    storage.close()
  }
}

describe('a database file', () => {
  test('loses the rows of executions whose retention has passed, and a parent does not start its child again', async () => {
    const db = newFile()
    const clock = testClock()
    let local = await createLocalSwf({ db, clock, pollSeconds: 0 })
    await register(local)
    await start(local, 'parent')
    const { taskToken } = await local.swf.pollForDecisionTask({ domain, taskList })
    await local.swf.respondDecisionTaskCompleted({
      taskToken: taskToken!,
      decisions: [
        {
          decisionType: 'StartChildWorkflowExecution',
          startChildWorkflowExecutionDecisionAttributes: {
            workflowId: 'child',
            workflowType: flow,
            executionStartToCloseTimeout: '60',
            ...values,
          },
        },
      ],
    })
    await clock.advance('2 days')
    await local.swf.describeDomain({ name: domain })
    const before = await local.swf.listOpenWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
    })
    await local.close()
    expect(new Set(logIn(db).map(({ key }) => key.includes('child')))).toEqual(new Set([false]))
    local = await createLocalSwf({ db, clock })
    const after = await local.swf.listOpenWorkflowExecutions({
      domain,
      startTimeFilter: { oldestDate: new Date(0) },
    })
    expect(after.executionInfos!.map(({ execution }) => execution!.workflowId)).toEqual(['parent'])
    expect(after.executionInfos).toEqual(before.executionInfos)
    await local.close()
  })

  test('does not change at restarts after all obsolete rows were removed', async () => {
    const db = newFile()
    const clock = testClock()
    const first = await createLocalSwf({ db, clock })
    await register(first)
    for (let n = 0; n < 100; n++) {
      await start(first, `w${n}`)
      await terminate(first, `w${n}`)
    }
    await first.close()
    await clock.advance('2 days')
    const lengths = []
    for (let restart = 0; restart < 4; restart++) {
      const local = await createLocalSwf({ db, clock })
      await local.close()
      lengths.push(logIn(db).length)
    }
    // the rows of the domain, of the type, and of the expiry
    expect(lengths).toEqual([103, 3, 3, 3])
  })

  test('is exported without executions that were removed, even partly', async () => {
    const db = newFile()
    const local = await createLocalSwf({ db })
    await register(local)
    for (const workflowId of ['a', 'b']) {
      await start(local, workflowId)
      await terminate(local, workflowId)
    }
    await local.close()
    const storage = sqliteStorage(db)
    const first = [...storage.readAll()].find(({ key }) => key.includes('/a/'))!
    storage.remove([first.seq])
    storage.close()
    expect(exportHistories(db).map(({ execution }) => execution.workflowId)).toEqual(['b'])
  })

  test('is made smaller by compactDatabase, without losing anything that is needed', async () => {
    const db = newFile()
    const clock = testClock()
    const local = await createLocalSwf({ db, clock })
    await register(local)
    await start(local, 'open', { input: 'x'.repeat(1000) })
    for (let n = 0; n < 50; n++) {
      await start(local, `w${n}`, { input: 'x'.repeat(30_000) })
      await terminate(local, `w${n}`)
    }
    await clock.advance('2 days')
    await local.swf.describeDomain({ name: domain })
    expect(() => compactDatabase(db)).toThrow(expect.objectContaining({ code: 'DB_LOCKED' }))
    await local.close()
    const kept = logIn(db).filter(({ key }) => key.includes('/open/'))
    const { before, after } = compactDatabase(db)
    expect(before).toBeGreaterThan(1_500_000)
    expect(after).toBe(statSync(db).size)
    expect(after).toBeLessThan(50_000)
    expect(logIn(db).filter(({ key }) => key.includes('/open/'))).toEqual(kept)
    expect(exportHistories(db).map(({ execution }) => execution.workflowId)).toEqual(['open'])
    expect(() => compactDatabase(`${db}.not-there`)).toThrow(
      expect.objectContaining({ code: 'DB_UNWRITABLE' }),
    )
  })
})

describe('while it runs', () => {
  afterEach(() => vi.useRealTimers())

  /** A sequencer with a log in memory, and what it writes and removes. */
  function running(storage = keptStorage(), clock = testClock()) {
    const groups: Transaction[][] = []
    const removed: number[][] = []
    let last = 0
    const sequencer = new Sequencer({
      machine: createMachine(),
      clock,
      pollTime: 0,
      storage: {
        ...storage,
        append(transactions) {
          storage.append(transactions)
          groups.push([...transactions])
          last = transactions.at(-1)!.seq
        },
        remove(seqs) {
          // the row that makes them obsolete is written before, and the last row stays
          expect(Math.max(...seqs)).toBeLessThan(last)
          storage.remove(seqs)
          removed.push([...seqs])
        },
      },
      onCommitted: () => {},
      onFatal(error) {
        throw error
      },
    })
    sequencer.open()
    return { sequencer, storage, clock, groups, removed }
  }

  async function closedOnes(count: number, signals = 0) {
    const run = running()
    const { sequencer } = run
    await sequencer.request('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    await sequencer.request('RegisterWorkflowType', { domain, ...flow })
    const one = async (n: number) => {
      const workflowId = `w${n}`
      const executionStartToCloseTimeout = '31536000'
      await sequencer.request('StartWorkflowExecution', {
        domain,
        workflowId,
        workflowType: flow,
        executionStartToCloseTimeout,
        ...values,
      })
      const signal = () =>
        sequencer.request('SignalWorkflowExecution', { domain, workflowId, signalName: 's' })
      await Promise.all(Array.from({ length: signals }, signal))
      await sequencer.request('TerminateWorkflowExecution', { domain, workflowId })
    }
    await Promise.all(Array.from({ length: count }, (_, n) => one(n)))
    return run
  }

  test('requests are handled between the portions in which many executions expire', async () => {
    const { storage, sequencer: before, clock } = await closedOnes(1_300)
    before.close()
    const { sequencer, groups } = running(storage, testClock({ now: clock.now() + 3 * DAY }))
    expect(groups.map(group => group.map(({ kind }) => kind))).toEqual([['executions-expired']])
    const count = async () => {
      const closed = { domain, closeTimeFilter: { oldestDate: 0 } }
      return ((await sequencer.request('CountClosedWorkflowExecutions', closed)) as { count: number }).count
    }
    const counts = [await count()]
    while (counts.at(-1)! > 0) counts.push(await count())
    expect(counts.length).toBeGreaterThan(1)
    for (const group of groups) {
      expect(group.filter(({ kind }) => kind === 'executions-expired').length).toBeLessThan(3)
    }
    sequencer.close()
  })

  test('an execution with thousands of events is removed some hundred rows at a time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { sequencer, clock, removed, storage } = await closedOnes(1, 5_000)
    await clock.advance('2 days')
    await sequencer.request('DescribeDomain', { name: domain })
    vi.advanceTimersByTime(60_000)
    expect(removed.flat()).toHaveLength(5_002)
    expect(Math.max(...removed.map(({ length }) => length))).toBeLessThan(501)
    expect([...storage.readAll()].map(({ kind }) => kind)).toEqual([
      'domain-registered',
      'workflow-type-registered',
      'executions-expired',
    ])
    sequencer.close()
  })

  test('a log in memory keeps nothing', () => {
    const storage = memoryStorage()
    storage.append([{ seq: 1, at: 1, kind: 'domain-registered', key: 'd', data: {} }])
    expect([...storage.readAll()]).toEqual([])
    storage.remove([1])
    storage.close()
  })
})
