import { hanging, run } from '@reyield/testing'
import { activities, all, signal, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { replayerOf, view, type Replayer } from '../src/index.ts'
import { decided, recorded, scheduled, started } from './events.ts'

const { charge, pack } = activities<{ charge(of: string): string; pack(item: string): void }>({
  startToClose: '5m',
})
const approved = signal<string>('approved')
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, async function* (of: string) {
  yield* charge(of)
  yield* all([pack.with({ id: 'box' })('tea'), sleep('1h')])
})

/** Charged, and waiting in two branches, with two signals that the workflow doesn't read. */
async function waiting() {
  const going = run(order, 'vase', {
    activities: { charge: () => 'paid', pack: hanging() },
  })
  going.signal(approved, 'ann')
  going.signal(approved, 'bob')
  await going.untilIdle()
  return going.inspect().history
}

describe('a view with the code', () => {
  it('has the waiting branches, the source lines of steps, the branches of chosen ids, and unread signals', async () => {
    const history = await waiting()
    const shown = await view(history, { definition: order })
    expect(shown.branches!.map(({ branch, id }) => [branch, id])).toEqual([
      ['', '2'],
      ['2.1', 'box'],
      ['2.2', '2.2.1'],
    ])
    const steps = shown.steps.filter(({ kind }) => kind !== 'signal')
    expect(steps.map(({ id, branch, lines }) => [id, branch, lines?.[0]?.text?.trim()])).toEqual([
      ['1', '', 'yield* charge(of)'],
      ['box', '2.1', "yield* all([pack.with({ id: 'box' })('tea'), sleep('1h')])"],
      ['2.2.1', '2.2', "yield* all([pack.with({ id: 'box' })('tea'), sleep('1h')])"],
    ])
    expect(shown.problems.filter(({ kind }) => kind === 'unreadSignals')).toEqual([
      {
        kind: 'unreadSignals',
        signal: 'approved',
        count: 2,
        since: shown.steps.find(({ kind }) => kind === 'signal')!.requested,
        text: "The workflow hasn't received 2 signals 'approved'",
      },
    ])
    expect((await view(history)).steps.map(({ id, branch }) => [id, branch])).toContainEqual([
      'box',
      undefined,
    ])
  })

  it('has the variables of branches only if they are asked for', async () => {
    const history = await waiting()
    const [plain] = (await view(history, { definition: order })).branches!
    const [asked] = (await view(history, { definition: order, variables: true })).branches!
    expect([plain!.variables, asked!.variables]).toEqual([undefined, { of: '"vase"' }])
  })

  it('shows an earlier moment with the code, too', async () => {
    const { branches } = await view(await waiting(), { at: 3, definition: order })
    expect(branches!.map(({ operation }) => operation)).toEqual(["activity 'charge'"])
  })

  it('falls back to the history alone if the code does not replay it, and says why and which builds', async () => {
    const history = recorded(
      started({ input: '{"json":"vase"}' }),
      ...decided(),
      scheduled(2, { activityId: '9' }),
    )
    const replayer = replayerOf([order], { buildId: '52a' })
    const shown = await view(history, { replayer })
    const { code, ...rest } = shown
    expect(code).toMatchObject({ decidedBy: '41f', shownWith: '52a', error: { code: 'NON_DETERMINISM' } })
    const { code: _, ...alone } = await view(history)
    expect(rest).toEqual(alone)
  })

  it.each<[string, unknown, object]>([
    ['an Error', new Error('killed'), { code: 'Error', message: 'killed' }],
    ['any value', 'killed', { code: 'Error', message: 'killed' }],
  ])('falls back if the replayer throws %s', async (_, thrown, error) => {
    const replayer: Replayer = {
      buildId: undefined,
      decisions: () => Promise.reject(new Error()),
      moment: () => Promise.reject(thrown),
      check: () => Promise.reject(thrown),
    }
    const { code, branches, steps } = await view(recorded(started(), ...decided(), scheduled(2)), {
      replayer,
    })
    expect([code, branches, steps.length]).toEqual([
      { decidedBy: '41f', shownWith: undefined, error },
      undefined,
      1,
    ])
  })
})
