import { describe, expect, it } from 'vitest'
import { guideWorld } from '../test/guide-world.ts'
import * as children from './children.ts'
import * as recording from './recording.ts'
import * as sideBySide from './side-by-side.ts'
import * as undo from './undo.ts'
import * as waiting from './waiting.ts'

/** What the guide shows, on the local SWF; each history is replayed at every prefix afterwards. */
describe('waiting', () => {
  const { review, quickReview, approved, note, reviewing } = waiting

  it('a signal wins against a timer; what came before is drained', async () => {
    await using world = await guideWorld([review], reviewing)
    const handle = await world.client.start(review, 'ann')
    await handle.signal(note, 'shorter, please')
    await handle.signal(approved, { by: 'ann' })
    expect(await world.ended(handle)).toBe('published by ann')
  })

  it('days pass, with a reminder each', async () => {
    await using world = await guideWorld([review], reviewing)
    const handle = await world.client.start(review, 'ann')
    expect(await world.ended(handle)).toBe('not published')
    expect((await handle.status()).status).toEqual({ waitingFor: 'ann', reminders: 3 })
  })

  it('a deadline passes, or does not', async () => {
    await using world = await guideWorld([quickReview], reviewing)
    expect(await world.ended(await world.client.start(quickReview, 'ann'))).toBe('ann did not answer')
    const handle = await world.client.start(quickReview, 'ann')
    await handle.signal(approved, { by: 'bob' })
    expect(await world.ended(handle)).toBe('published by bob')
  })
})

describe('side by side', () => {
  const { compare, album, watched, comparing } = sideBySide

  it('all, allSettled, any, race and timeout', async () => {
    await using world = await guideWorld([compare], comparing)
    const handle = await world.client.start(compare, ['closed', 'corner', 'mall'])
    expect(await world.ended(handle)).toMatchObject({ wheel: 20, bell: 16, frame: 20 })
  })

  it('a map of 200 branches, of which some fail', async () => {
    await using world = await guideWorld([album], comparing)
    const files = Array.from({ length: 200 }, (_, n) => (n % 20 === 0 ? `${n}.txt` : `${n}.png`))
    expect(await world.ended(await world.client.start(album, files))).toBe(190)
  })

  it('a fork', async () => {
    await using world = await guideWorld([watched], comparing)
    expect(await world.ended(await world.client.start(watched, 'a.png'))).toBe(5)
  })
})

describe('undoing', () => {
  const { trip, guarded, pair, polite, booking, done } = undo
  const world = () => guideWorld([trip, guarded, pair, polite], booking)
  const steps = () => done.splice(0)
  const isWaiting = async (handle: {
    describe(): Promise<{ openCounts?: { openTimers?: number | undefined } | undefined }>
  }) => (await handle.describe()).openCounts?.openTimers === 1

  it('a saga that fails undoes its steps in reverse', async () => {
    await using here = await world()
    const { client, ended } = here
    expect(await ended(await client.start(trip, 'hotel'))).toEqual(['flight 1', 'hotel 1'])
    expect(steps()).toEqual(['book flight', 'book hotel'])
    await expect(ended(await client.start(trip, 'full hotel'))).rejects.toThrow(/no room/)
    expect(steps()).toEqual(['book flight', 'book full hotel', 'cancel full hotel', 'cancel flight'])
  })

  it('a shield keeps a cancel request from the clean-up; the execution closes as CANCELED', async () => {
    await using here = await world()
    const { client, ended, until } = here
    const handle = await client.start(guarded, 'door')
    await until(() => isWaiting(handle))
    await handle.requestCancel()
    await expect(ended(handle)).rejects.toMatchObject({ code: 'WORKFLOW_CANCELED' })
    expect(steps()).toEqual(['unlock door', 'lock door'])
  })

  it('several steps are tried again from the first', async () => {
    await using here = await world()
    const { client, ended } = here
    expect(await ended(await client.start(pair, ['full hotel', 'inn']))).toEqual(['inn 1', 'table 1'])
    expect(steps()).toEqual(['book full hotel', 'book inn', 'book table'])
  })

  it('a cancel request may be refused', async () => {
    await using here = await world()
    const { client, ended, until } = here
    const handle = await client.start(polite)
    await until(() => isWaiting(handle))
    await handle.requestCancel()
    expect(await ended(handle)).toBe('went home')
    steps()
  })
})

describe('other executions', () => {
  const { book, chapter, shop, parcel, helpdesk, counter, add, thumbnail, printing } = children
  const world = () =>
    guideWorld([book, chapter, shop, parcel, helpdesk, counter, thumbnail], printing, {
      lambda: { measure: input => `{"width":${input!.length}}` },
    })

  it('children give results, and errors with their causes', async () => {
    await using here = await world()
    const { client, ended } = here
    expect(await ended(await client.start(book, [[1, 2], [3]]))).toBe('p1 p2 p3')
    expect(await ended(await client.start(book, [[13]]))).toMatch(/page 13 is cursed/)
  })

  it('a child that is started apart hears signals', async () => {
    await using here = await world()
    const { client, ended } = here
    expect(await ended(await client.start(shop, 'home'))).toBe('sent to the neighbour')
  })

  it('other executions hear signals and cancel requests', async () => {
    await using here = await world()
    const { client, ended } = here
    const redirected = await client.start(parcel, 'home', { workflowId: 'parcel-1' })
    const stopped = await client.start(parcel, 'home', { workflowId: 'parcel-2' })
    const desk = await client.start(helpdesk, { redirect: 'parcel-1', stop: 'parcel-2' })
    expect(await ended(desk)).toBe('both reached')
    expect(await ended(redirected)).toBe('sent to the office')
    await expect(ended(stopped)).rejects.toMatchObject({ code: 'WORKFLOW_CANCELED' })
    const alone = await client.start(parcel, 'home', { workflowId: 'parcel-1' })
    expect(await ended(await client.start(helpdesk, { redirect: 'parcel-1', stop: 'parcel-2' }))).toBe(
      'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
    )
    await ended(alone)
  })

  it('a workflow that continues as new loses no signal', async () => {
    await using here = await world()
    const { client, ended } = here
    const handle = await client.start(counter, { total: 0, rounds: 3 }, { workflowId: 'counter' })
    for (let n = 1; n <= 6; n++) {
      await client.swf.signalWorkflowExecution({
        domain: client.domain,
        workflowId: 'counter',
        signalName: add.signalName,
        input: `{"json":${n}}`,
      })
    }
    expect(await ended(handle)).toMatchObject({ total: 21 })
  })

  it('a Lambda function', async () => {
    await using here = await world()
    const { client, ended } = here
    const lambdaRole = 'arn:aws:iam::123456789012:role/swf'
    expect(await ended(await client.start(thumbnail, 'http://x', { lambdaRole }))).toBe(18)
  })
})

describe('recording', () => {
  const { invoice, shippingBefore, shipping, shipping2, shippingImpl } = recording

  it('now, uuid, random and sideEffect are the same in every replay', async () => {
    await using world = await guideWorld([invoice], shippingImpl)
    const { payment, batch } = await world.ended(await world.client.start(invoice))
    expect([payment.length, batch]).toEqual([36, 10])
  })

  it('a patch goes the new way where history has not passed', async () => {
    await using world = await guideWorld([shipping], shippingImpl)
    const handle = await world.client.start(shipping, 'vase')
    expect(await world.ended(handle)).toBe('vase shipped')
    const types = (await handle.history()).map(({ eventType }) => eventType)
    expect(types.filter(type => type === 'ActivityTaskScheduled').length).toBe(2)
  })

  it('one worker serves several versions', async () => {
    await using world = await guideWorld([shippingBefore, shipping2], shippingImpl)
    expect(await world.ended(await world.client.start(shippingBefore, 'vase'))).toBe('vase shipped')
    expect(await world.ended(await world.client.start(shipping2, 'vase'))).toBe('5 kg: vase shipped')
  })
})
