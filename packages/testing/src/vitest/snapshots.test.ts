import {
  activities,
  all,
  child,
  continueAsNew,
  race,
  signal,
  sleep,
  status,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, history, loadHistory, replayAll, run, send, type HistoryOptions } from '../index.ts'
import './index.ts'
import { serializers } from './snapshots.ts'

interface Impl {
  charge(order: { id: string }): Promise<string>
  check(id: string): Promise<void>
  pack(): Promise<void>
}
const { charge, check, pack } = activities<Impl>({ startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1 day' }, function* (_: string) {
  yield* []
})
const orderOf = (checked: boolean) =>
  workflow({ name: 'order', executionStartToClose: '5 days' }, async function* (order: { id: string }) {
    if (checked) yield* check(order.id)
    yield* status('charging')
    const receipt = yield* charge(order)
    const answer = yield* race({ approved, late: sleep('2 days') })
    if (answer.winner === 'late') throw new RangeError('too late')
    yield* all([child(ship, order.id), pack.with({ id: 'box' })()])
    return { receipt, by: answer.value.by }
  })
const order = orderOf(false)
const shop = {
  activities: { charge: () => 'paid', pack: () => undefined },
  children: { ship: () => undefined },
}

/** The same two decision tasks, at the given time and of the given execution. */
async function decidedTwice(options: HistoryOptions) {
  const first = await decide(order, history(order, options).started({ id: '7' }))
  const second = await decide(order, first.next.completed(charge, 'paid'))
  const third = await decide(order, second.next.signaled(approved, { by: 'ann' }))
  return { first, third }
}

describe('snapshots', () => {
  it('of decisions show the decisions and what the workflow waits for', async () => {
    const { first, third } = await decidedTwice({})
    expect(first).toMatchInlineSnapshot(`
      schedule charge({ id: '7' })
      waits for charge({ id: '7' })
      status: 'charging'
    `)
    expect(third).toMatchInlineSnapshot(`
      cancel timer of 2 days
      start child ship('7')
      schedule pack() 'box'
      waits for child ship('7'), pack() 'box'
      status: 'charging'
    `)
    expect(await decide(order, third.next)).toMatchInlineSnapshot(`
      decides nothing
      waits for child ship('7'), pack() 'box'
      status: 'charging'
    `)
  })

  it('of histories show the events and the decisions', async () => {
    const { third } = await decidedTwice({})
    expect(third.next).toMatchInlineSnapshot(`
      order started with { id: '7' }
        schedule charge({ id: '7' })
      charge({ id: '7' }) completed: 'paid'
        start timer of 2 days
      signal 'approved': { by: 'ann' }
        cancel timer of 2 days
        start child ship('7')
        schedule pack() 'box'
    `)
  })

  it('of runs show them to their end, or to where the workflow waits', async () => {
    expect(await run(order, { id: '7' }, { ...shop, signals: [send(approved, { by: 'ann' })] }))
      .toMatchInlineSnapshot(`
        order started with { id: '7' }
          status: 'charging'
          schedule charge({ id: '7' })
        charge({ id: '7' }) completed: 'paid'
          start timer of 2 days
        signal 'approved': { by: 'ann' }
          cancel timer of 2 days
          start child ship('7')
          schedule pack() 'box'
        child ship('7') started
          nothing
        pack() 'box' completed
          nothing
        child ship('7') completed
          complete with { by: 'ann', receipt: 'paid' }
      `)
    expect(await run(order, { id: '7' }, shop).untilIdle()).toMatchInlineSnapshot(`
      order started with { id: '7' }
        status: 'charging'
        schedule charge({ id: '7' })
      charge({ id: '7' }) completed: 'paid'
        start timer of 2 days
      waits for timer of 2 days, signal 'approved'
    `)
  })

  it('of all runs of one that continues as new', async () => {
    const counting = workflow({ name: 'counting', executionStartToClose: '1 day' }, function* (n: number) {
      if (n < 2) yield* continueAsNew(n + 1)
      return n
    })
    expect(await run(counting, 1)).toMatchInlineSnapshot(`
      counting started with 1
        continue as new with 2
      counting started with 2
        complete with 2
    `)
  })

  it('work inside other values', async () => {
    const { first } = await decidedTwice({})
    expect({ first, next: [first.next] }).toMatchInlineSnapshot(`
      {
        "first": schedule charge({ id: '7' })
        waits for charge({ id: '7' })
        status: 'charging',
        "next": [
          order started with { id: '7' }
            schedule charge({ id: '7' }),
        ],
      }
    `)
  })

  it('of other values are left to vitest', async () => {
    const { first } = await decidedTwice({})
    expect(first.decisions).toMatchInlineSnapshot(`
      [
        {
          "id": "1",
          "input": {
            "id": "7",
          },
          "schedule": "charge",
        },
      ]
    `)
    const others = [
      undefined,
      null,
      5,
      [],
      {},
      { events: [] },
      { decisions: [], waiting: [] },
      first.decisions,
      first.raw,
    ]
    expect(others.filter(value => serializers.some(({ test }) => test(value)))).toEqual([])
  })
})

describe('a snapshot doesn’t change', () => {
  const printed = (value: unknown) =>
    serializers.find(({ test }) => test(value))?.serialize(value as never, {}, '')

  it('with times and ids', async () => {
    const { first, third } = await decidedTwice({})
    const later = await decidedTwice({
      start: new Date('2031-05-05T05:05:05Z'),
      step: '17m',
      execution: { workflowId: 'order-99', runId: '22Wxyz/+=' },
    })
    expect([later.first, later.third, later.third.next].map(printed)).toEqual(
      [first, third, third.next].map(printed),
    )
  })

  it('with a step that is inserted before: no other line', async () => {
    const playing = { ...shop, signals: [send(approved, { by: 'ann' })] }
    const before = printed(await run(order, { id: '7' }, playing))!.split('\n')
    const activities = { ...shop.activities, check: () => undefined }
    const after = printed(await run(orderOf(true), { id: '7' }, { ...playing, activities }))!.split('\n')
    expect(after).toEqual([
      "order started with { id: '7' }",
      "  schedule check('7')",
      "check('7') completed",
      ...before.slice(1),
    ])
  })

  it('with the form of the history', async () => {
    const { third } = await decidedTwice({})
    const { events, execution } = third.next
    const loaded = loadHistory(JSON.stringify({ events, execution }))
    expect([loaded, { events, execution }].map(printed)).toEqual([printed(third.next), printed(third.next)])
    expect(printed(events)).toBe(printed(third.next)!)
    const [task] = await replayAll(order, loaded)
    expect(printed(task)).toContain("schedule charge({ id: '7' })")
  })
})
