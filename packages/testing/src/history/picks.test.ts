import {
  activities,
  all,
  cancelExternal,
  child,
  lambda,
  signal,
  signalExternal,
  sleep,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, type History } from '../index.ts'

const { pack } = activities<{ pack(item: string): Promise<string> }>({ startToClose: '5m', heartbeat: '1m' })
const approved = signal<string>('approved')
const noted = signal<string>('noted')
const kid = workflow({ name: 'kid', executionStartToClose: '1h' }, function* (_: string) {
  yield* []
  return 5
})
const other = workflow({ name: 'other', executionStartToClose: '1h' }, kid.run)

/** Two or three operations of each kind, in an order in which oldest, due first and of a type are different ones. */
const many = workflow({ name: 'many', executionStartToClose: '1 day' }, async function* () {
  const operations: Operation<unknown>[] = [
    ...['a', 'b', 'b'].map(item => pack(item)),
    ...['2h', '1h', '2h'].map(time => sleep(time)),
    ...[child(other, 'a'), child(kid, 'a'), child(kid, 'b')],
    ...[signalExternal({ workflowId: 'x' }, noted, 'a'), signalExternal({ workflowId: 'y' }, approved, 'a')],
    ...[cancelExternal({ workflowId: 'x' }), cancelExternal({ workflowId: 'y' })],
    ...[lambda('resize', 1), lambda('thumb', { a: 1 }), lambda('thumb', { a: 2 })],
  ]
  yield* all(operations)
})
const { next: recorded } = await decide(many, history(many).started())
const ids = {
  ...{ pack: ['1.1.1', '1.2.1', '1.3.1'], timer: ['1.4.1', '1.5.1', '1.6.1'] },
  ...{ child: ['1.7.1', '1.8.1', '1.9.1'], signal: ['1.10.1', '1.11.1'], cancel: ['1.12.1', '1.13.1'] },
  lambda: ['1.14.1', '1.15.1', '1.16.1'],
}

/** The ids of the operations that a step closed. */
function closed(after: History): string {
  const left = new Set(after.open)
  const gone = recorded.open.filter(
    line => !left.has(line) && !left.has(line.replace(/\(.*\)$/, '(started)')),
  )
  return gone.map(line => /'([^']*)'/.exec(line)![1]).join()
}

describe('a step applies to the oldest open operation that fits, or to the one that the pick chooses', () => {
  it.each<[string, string, (recorded: History) => History]>([
    ['an activity', ids.pack[0]!, h => h.completed(pack, 'x')],
    ['an activity by id', ids.pack[2]!, h => h.completed(pack, 'x', { id: '1.3.1' })],
    ['an activity by input', ids.pack[1]!, h => h.failed(pack, new Error('no'), { input: 'b' })],
    ['an activity by number', ids.pack[2]!, h => h.timedOut(pack, 'HEARTBEAT', 'half', { nth: 3 })],
    ['an activity by all', ids.pack[2]!, h => h.canceled(pack, 'x', { input: 'b', nth: 2 })],
    ['a timer', ids.timer[0]!, h => h.fired()],
    ['a timer by length', ids.timer[1]!, h => h.fired('60m')],
    ['a timer by number', ids.timer[2]!, h => h.fired('2h', { nth: 2 })],
    ['a timer by id', ids.timer[2]!, h => h.fired(undefined, { id: '1.6.1' })],
    ['the timer that is due first', ids.timer[1]!, h => h.timerFired()],
    ['the timer that is due second', ids.timer[0]!, h => h.timerFired({ nth: 2 })],
    ['a child', ids.child[0]!, h => h.child().completed()],
    ['a child by its workflow', ids.child[1]!, h => h.child(kid).completed(5)],
    ['a child by place', ids.child[2]!, h => h.child('1.9.1').failed(new Error('no'))],
    ['a child by number', ids.child[2]!, h => h.child(kid, { nth: 2 }).terminated()],
    ['a child by input', ids.child[2]!, h => h.child({ input: 'b' }).canceled()],
    ['a signal', ids.signal[0]!, h => h.signalOut().delivered()],
    ['a signal by its declaration', ids.signal[1]!, h => h.signalOut(approved).delivered()],
    ['a signal by place', ids.signal[1]!, h => h.signalOut('1.11.1').failed()],
    ['a signal by input', ids.signal[1]!, h => h.signalOut({ input: 'a', nth: 2 }).failed()],
    ['a cancel request', ids.cancel[0]!, h => h.cancelOut().delivered()],
    ['a cancel request by number', ids.cancel[1]!, h => h.cancelOut({ nth: 2 }).failed()],
    ['a Lambda function', ids.lambda[0]!, h => h.lambda().completed()],
    ['a Lambda function by name', ids.lambda[1]!, h => h.lambda('thumb').completed()],
    ['a Lambda function by id', ids.lambda[2]!, h => h.lambda('1.16.1').timedOut()],
    ['a Lambda function by input', ids.lambda[2]!, h => h.lambda({ input: { a: 2 } }).failed()],
    ['a Lambda function by both', ids.lambda[2]!, h => h.lambda('thumb', { nth: 2 }).notStarted()],
  ])('%s', (_, id, step) => {
    expect(closed(step(recorded))).toBe(id)
  })

  it.each<[string, (recorded: History) => History, string]>([
    ['an activity', h => h.activityStarted(pack).activityStarted(pack), '(1.2.1, pack)'],
    ['a child', h => h.child(kid).started().child(kid).started(), '(1.9.1, kid)'],
  ])('%s that has not started', (_, step, second) => {
    const started = step(recorded).open.filter(line => line.endsWith('(started)'))
    expect(started.map(line => line.replace(/.*'(.*)' (\w+) .*/, '($1, $2)'))[1]).toBe(second)
  })

  it('such as an activity that can have this timeout', () => {
    const two = history(many)
      .started()
      .scheduled('1', pack.with({ heartbeat: 'NONE' }), 'a')
      .scheduled('2', pack, 'b')
    expect(two.timedOut(pack, 'HEARTBEAT').open).toEqual([
      'a queued decision task (event 9)',
      "activity '1' pack 1.0 (scheduled)",
    ])
    expect(() => two.timedOut(pack, 'SCHEDULE_TO_START')).toThrow(
      "ActivityTaskTimedOut SCHEDULE_TO_START of '1' isn't possible here: its scheduleToStartTimeout is NONE. Open: activity '1' pack 1.0 (scheduled), activity '2' pack 1.0 (scheduled)",
    )
  })

  it('such as an activity that a worker can still take', () => {
    const kept = history(many).started().scheduled('1', pack, 'a').scheduled('2', pack, 'b').signaled('x')
    expect(kept.activityCancelRequested('1').completed(pack, 'x').open).toEqual([
      'a queued decision task (event 14)',
      "activity '1' pack 1.0 (scheduled)",
    ])
  })
})

describe('a step that fits nothing is refused with the list of what is open', () => {
  const one = history().started().timerStarted('1', '1h')
  it.each<[string, () => History, string]>([
    ['a length', () => one.fired('2h'), "TimerFired isn't possible here: no timer of 7200 s is open"],
    ['a number', () => one.fired('1h', { nth: 2 }), 'no timer of 3600 s that fits { nth: 2 } is open'],
    [
      'an input of a timer',
      () => one.fired('1h', { input: 5 }),
      'no timer of 3600 s that fits { input: 5 } is open',
    ],
    ['an id', () => one.timerFired('7'), "TimerFired of '7' isn't possible here: no open timer has this id"],
    ['a child', () => one.child(kid).completed(5), 'no child kid 1.0 is open'],
    [
      'a child by pick',
      () => one.child(kid, { input: 'a' }).started(),
      "no child kid 1.0 that fits { input: 'a' } is open",
    ],
    ['a signal', () => one.signalOut(approved).delivered(), 'no outgoing signal approved is open'],
    ['a cancel request', () => one.cancelOut('1').failed(), 'no open outgoing cancel request has this id'],
    ['a Lambda function', () => one.lambda('thumb').completed(), 'no Lambda function thumb is open'],
  ])('%s', (_, step, message) => {
    expect(step).toThrow(message)
    expect(step).toThrow(expect.objectContaining({ open: ["timer '1'"] }))
  })
})
