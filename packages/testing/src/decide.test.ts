import { json } from '@reyield/data'
import {
  activity,
  continueAsNew,
  log,
  patched,
  race,
  sideEffect,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, replayAll } from './index.ts'

const charge = activity<string, number>('charge', { startToClose: '5m' })
const refund = activity<number, void>('refund', { startToClose: '5m', taskList: 'money', version: '2.0' })
const order = workflow({ name: 'order', taskList: 'orders' }, async function* (item: string) {
  const first = yield* race({ paid: charge(item), late: sleep('1h') })
  if (first.winner === 'late') throw new Error('too late')
  yield* refund(first.value)
  return { paid: first.value }
})

describe('decide', () => {
  it('returns the decisions in short form, and as SWF gets them', async () => {
    const { decisions, raw } = await decide(order, history(order).started('book'))
    expect([decisions[1], raw[1]]).toEqual([
      { startTimer: '1.2.1', seconds: 3600 },
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: '1.2.1', startToFireTimeout: '3600' },
      },
    ])
  })

  it('returns the decisions of each decision task, and the history that contains them', async () => {
    const first = await decide(order, history(order).started('book'))
    const second = await decide(order, first.next.completed(charge, 7))
    const third = await decide(order, second.next.completed(refund))
    expect([first, second, third].map(({ decisions }) => decisions)).toEqual([
      [
        { schedule: 'charge', id: '1.1.1', input: 'book' },
        { startTimer: '1.2.1', seconds: 3600 },
      ],
      [
        { cancelTimer: '1.2.1' },
        { schedule: 'refund', id: '2', input: 7, version: '2.0', taskList: 'money' },
      ],
      [{ complete: { paid: 7 } }],
    ])
    expect([second.result, third.result, third.next.events.at(-1)!.eventType]).toEqual([
      undefined,
      { paid: 7 },
      'WorkflowExecutionCompleted',
    ])
  })

  it('returns the failure of a workflow', async () => {
    const waiting = (await decide(order, history(order).started('book'))).next
    const { decisions, ended } = await decide(order, waiting.timerFired())
    expect(ended).toEqual({ error: new Error('too late') })
    expect(decisions).toEqual([{ fail: new Error('too late') }])
  })

  it('returns no decisions if no decision task is open', async () => {
    const { next } = await decide(order, history(order).started('book'))
    const { decisions, waiting } = await decide(order, next)
    expect(decisions).toEqual([])
    expect(waiting.map(({ kind, id, state }) => ({ kind, id, state }))).toEqual([
      { kind: 'activity', id: '1.1.1', state: 'open' },
      { kind: 'timer', id: '1.2.1', state: 'open' },
    ])
  })

  it('throws what the replay throws', async () => {
    const recorded = history(order).started('book').scheduled('1', charge, 'book').signaled('go')
    await expect(decide(order, recorded)).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })
})

it('returns the lines that the workflow logs in this decision task, without earlier ones', async () => {
  const talking = workflow({ name: 'talking', taskList: 'l' }, function* () {
    yield* log.info('begun', { by: 'me' })
    yield* sleep('1m')
    yield* log.warn('late')
  })
  const begun = await decide(talking, history(talking).started())
  expect(begun.logs).toEqual([{ level: 'info', message: 'begun', fields: { by: 'me' } }])
  const ended = await decide(talking, begun.next.timerFired('1'))
  expect(ended.logs).toEqual([{ level: 'warn', message: 'late' }])
})

describe('decide decodes payloads', () => {
  const go = signal<number>('go')
  it('of markers: a value, an error, or none', async () => {
    const marking = workflow({ name: 'marking', executionStartToClose: '1h' }, async function* () {
      yield* sideEffect(() => new Date(0))
      yield* sideEffect(() => '{"reyield":1}')
      yield* patched('newer')
      yield* sideEffect(() => {
        throw new RangeError('no')
      })
    })
    const { decisions } = await decide(marking, history(marking).started())
    expect(decisions).toEqual([
      { marker: 's1', details: new Date(0) },
      { marker: 's2', details: '{"reyield":1}' },
      { marker: 'pnewer', details: undefined },
      { marker: 's3', details: new RangeError('no') },
      { fail: new RangeError('no') },
    ])
  })

  it('of a new run: its input, without what the run before passed on', async () => {
    const again = workflow({ name: 'again', executionStartToClose: '1 day' }, async function* (n: number) {
      yield* sleep('1h')
      return yield* continueAsNew(n + 1)
    })
    const slept = history(again).started(1).signaled(go, 5).signaled('other').fired()
    const refused = slept.decisionStarted().cancelRequested().decisionCompleted() // new events: SWF refuses the close
    expect((await decide(again, refused)).decisions).toEqual([
      {
        continueAsNew: 2,
        carrying: {
          signals: [
            { signal: 'go', input: 5 },
            { signal: 'other', input: undefined },
          ],
          cancelRequested: true,
        },
      },
    ])
    expect((await decide(again, history(again).started(1).fired())).decisions).toEqual([{ continueAsNew: 2 }])
  })
})

describe('the options of decide and replayAll', () => {
  it('`serializer` reads the payloads of a history that names none', async () => {
    const begun = history(order, { serializer: json }).started('book')
    const { next } = await decide(order, begun) // a fake history knows its serializer
    const answered = next.completed(charge, 7)
    const { execution, events } = (await decide(order, answered)).next
    const [, decided] = await replayAll(order, { execution, events }, { serializer: json })
    expect(decided!.decisions[1]).toMatchObject({ schedule: 'refund', input: 7 })
    expect(await decide(order, answered.decisionStarted().events, { serializer: json })).toMatchObject({
      decisions: [{ cancelTimer: '1.2.1' }, { schedule: 'refund', input: 7 }],
    })
  })

  it('`guards` lets calls pass that may differ in another replay', async () => {
    const dated = workflow({ name: 'dated', executionStartToClose: '1h' }, async function* () {
      yield* charge(Math.random() < 1 ? 'now' : 'then')
    })
    const begun = history(dated).started()
    await expect(decide(dated, begun)).rejects.toMatchObject({ code: 'NONDETERMINISTIC_CALL' })
    const { decisions, next } = await decide(dated, begun, { guards: 'off' })
    expect(decisions).toEqual([{ schedule: 'charge', id: '1', input: 'now' }])
    await expect(replayAll(dated, next)).rejects.toMatchObject({ code: 'NONDETERMINISTIC_CALL' })
    expect(await replayAll(dated, next, { guards: 'off' })).toHaveLength(1)
  })
})
