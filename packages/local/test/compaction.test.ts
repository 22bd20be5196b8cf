import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExecutionKey } from '../src/machine/keys.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { cancelExternal, child, complete, schedule, signalExternal, TestService } from './test-service.ts'
import { plain, stateOf } from './plain-state.ts'
import { runSteps, step } from './random-steps.ts'
import type { Step, Tokens } from './random-steps.ts'

const DAY = 24 * 3600 * 1000

/** A log from which rows are removed as by compaction: the rows of a group in order, the groups in any order. */
class CompactedLog {
  readonly #service: TestService
  readonly #removed = new Set<number>()
  readonly #groups: number[][] = []
  #random = 7

  constructor(service: TestService) {
    this.#service = service
  }

  /** Removes this number of obsolete rows, and returns how many there were. */
  remove(count: number): number {
    for (const group of this.#service.machine.obsolete()) this.#groups.push([...group])
    let done = 0
    for (; done < count && this.#groups.length > 0; done++) {
      this.#random = (this.#random * 1_103_515_245 + 12_345) % 2 ** 31
      const index = this.#random % this.#groups.length
      const group = this.#groups[index]!
      const seq = group.shift()!
      if (group.length === 0) this.#groups.splice(index, 1)
      expect(seq).toBeLessThan(this.#service.log.length)
      expect(this.#removed.has(seq)).toBe(false)
      this.#removed.add(seq)
    }
    return done
  }

  /** The remaining rows. */
  get rows(): Transaction[] {
    return this.#service.log.filter(({ seq }) => !this.#removed.has(seq))
  }
}

/** Steps of a service in which executions run for up to a month, and the retention of a week passes repeatedly. */
const longStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0.5, 3, 7, 8).map(days => (service: TestService) => service.pass(days * DAY)),
  },
)

/** Everything that clients can observe of a service, now and later. */
function learned(service: TestService): unknown {
  const filter = { oldestDate: 0 }
  const all = () => {
    const open = service.call('ListOpenWorkflowExecutions', { domain: 'd', startTimeFilter: filter })
    const closed = service.call('ListClosedWorkflowExecutions', { domain: 'd', closeTimeFilter: filter })
    return [open, closed].map(({ executionInfos }) =>
      executionInfos.map(({ execution }) => [
        service.describe(execution as never),
        service.call('GetWorkflowExecutionHistory', { domain: 'd', execution: execution }),
      ]),
    )
  }
  const before = all()
  const ready = [...service.machine.ready()]
  const invocations = service.machine.invocations()
  const polled: unknown[] = []
  for (const list of ['flows', 'acts', 'host']) {
    for (const poll of [() => service.decisionTask({ list }), () => service.activityTask({ list })]) {
      let task = poll()
      for (; task.startedEventId > 0; task = poll()) polled.push(task)
    }
  }
  service.pass(40 * DAY)
  return { before, ready, invocations, polled, after: all() }
}

test('a machine made from a compacted log has the same state as one made from the whole log, and continues in the same way', () => {
  let removed = 0
  let parts = 0
  const steps = fc.array(fc.tuple(longStep, fc.constantFrom(0, 0, 0, 1, 5, 1000)), {
    minLength: 50,
    maxLength: 150,
    size: 'max',
  })
  const more = fc.array(longStep, { maxLength: 30 })
  fc.assert(
    fc.property(steps, more, (all, rest) => {
      const service = new TestService().registered('2592000')
      const compacted = new CompactedLog(service)
      const tokens: Tokens = { decisions: [], activities: [] }
      for (const [one, count] of all) {
        one(service, tokens)
        removed += compacted.remove(count)
      }
      const rows = compacted.rows
      expect(plain(stateOf(rows))).toEqual(plain(stateOf(service.log)))
      const again = service.compacted(rows)
      again.machine.ready()
      service.machine.ready()
      const length = service.log.length
      const copies = { decisions: [...tokens.decisions], activities: [...tokens.activities] }
      for (const one of rest) one(service, tokens)
      for (const one of rest) one(again, copies)
      expect(learned(again)).toEqual(learned(service))
      const goes = (log: readonly Transaction[]) => log.filter(({ seq }) => seq > length)
      expect(goes(again.log)).toEqual(goes(service.log))
      parts++
    }),
    { numRuns: process.env['REYIELD_DEEP'] === '1' ? 3000 : 80 },
  )
  expect(removed).toBeGreaterThan(parts)
})

/**
 * The rows that a log must keep, derived from the log alone: those of domains and types, and of executions that are still
 * visible.
 */
function needed(log: readonly Transaction[]): Transaction[] {
  const state = stateOf(log)
  const lastHeartbeats = new Map<string, Transaction>()
  const lastExpiry = log.findLast(({ kind }) => kind === 'executions-expired')
  for (const one of log) {
    const { kind, key, data } = one
    if (kind !== 'heartbeat') continue
    const { scheduledEventId } = data as { scheduledEventId: number }
    const open = state.executions.get(parseExecutionKey(key).runId)?.activitiesByEvent.has(scheduledEventId)
    if (open === true) lastHeartbeats.set(`${scheduledEventId} ${key}`, one)
  }
  const heartbeats = new Set(lastHeartbeats.values())
  return log.filter(one => {
    if (/^(domain|workflow-type|activity-type)-/.test(one.kind)) return true
    if (one.kind === 'executions-expired') return one === lastExpiry
    if (one.kind === 'heartbeat') return heartbeats.has(one)
    return state.executions.has(parseExecutionKey(one.key).runId)
  })
}

test('a compaction can stop after any row', () => {
  let stops = 0
  fc.assert(
    fc.property(fc.array(longStep, { minLength: 40, maxLength: 80, size: 'max' }), steps => {
      const service = runSteps(steps, '2592000')
      service.pass(8 * DAY)
      const compacted = new CompactedLog(service)
      const whole = plain(stateOf(service.log))
      for (; compacted.remove(1) > 0; stops++) {
        expect(plain(stateOf(compacted.rows))).toEqual(whole)
      }
      expect(needed(compacted.rows)).toEqual(compacted.rows)
    }),
    { numRuns: process.env['REYIELD_DEEP'] === '1' ? 500 : 25 },
  )
  expect(stops).toBeGreaterThan(0)
})

/** The log after compaction has removed the rows of an execution. */
const without = (service: TestService, workflowId: string) => {
  const compacted = new CompactedLog(service)
  expect(compacted.remove(Infinity)).toBeGreaterThan(0)
  const { rows } = compacted
  expect(rows.filter(({ key }) => parseExecutionKey(key).workflowId === workflowId)).toEqual([])
  return service.compacted(rows)
}

describe('an open execution does nothing twice after the other execution was removed from the log:', () => {
  const long = { executionStartToCloseTimeout: '31536000' }

  test('a child is not started again', () => {
    const service = new TestService().started(long)
    service.decide([child('c', { taskList: { name: 'c' } })])
    service.decide([complete('r')], {}, { list: 'c' })
    service.pass(8 * DAY)
    const again = without(service, 'c')
    expect(again.machine.pendingTransition(again.now)).toBe(undefined)
    expect(again.rows(1, service.latest('w'))).toEqual(service.rows(1, service.latest('w')))
  })

  test.each([
    ['a signal is not sent again', signalExternal('t')],
    ['a cancel is not requested again', cancelExternal('t')],
  ])('%s, not even to the next run of the workflow id', (_, decision) => {
    const service = new TestService().started(long)
    const sender = service.latest('w')
    service.start({ workflowId: 't', taskList: { name: 't' } })
    service.decide([decision])
    service.decide([complete()], {}, { list: 't' })
    service.pass(8 * DAY)
    const again = without(service, 't')
    again.start({ workflowId: 't', taskList: { name: 't' } })
    again.settle()
    expect(again.rows(1, again.latest('t')).map(([, type]) => type)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
    ])
    expect(again.rows(1, sender)).toEqual(service.rows(1, sender))
  })
})

test('only the last heartbeat of an open activity is kept, and none of a closed one', () => {
  const service = new TestService().started({ executionStartToCloseTimeout: '31536000' })
  service.decide([schedule('a', { heartbeatTimeout: '100' })])
  const { taskToken } = service.activityTask()
  const compacted = new CompactedLog(service)
  for (const details of ['1', '2', '3']) {
    service.pass(60_000)
    service.call('RecordActivityTaskHeartbeat', { taskToken, details })
  }
  expect(compacted.remove(Infinity)).toBe(2)
  const again = service.compacted(compacted.rows)
  expect(again.machine.nextDeadline()).toBe(service.now + 100_000)
  again.pass(100_000)
  expect(again.rows(7, service.latest('w'))[0]).toMatchObject([7, 'ActivityTaskTimedOut', { details: '3' }])
  service.call('RespondActivityTaskCompleted', { taskToken })
  expect(compacted.remove(Infinity)).toBe(1)
  expect(compacted.rows.filter(({ kind }) => kind === 'heartbeat')).toEqual([])
})

test('a row that only records the time is kept while it is the last one', () => {
  const service = new TestService().registered()
  const compacted = new CompactedLog(service)
  const clock = { kind: 'clock', key: '' }
  service.commit(clock)
  expect(compacted.remove(Infinity)).toBe(0)
  service.commit(clock)
  expect(compacted.remove(Infinity)).toBe(1)
  service.start()
  expect(compacted.remove(Infinity)).toBe(1)
  expect(compacted.rows.filter(({ kind }) => kind === 'clock')).toEqual([])
})
