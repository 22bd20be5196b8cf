import {
  activities,
  continueAsNew,
  isReyieldError,
  signal,
  signalExternal,
  sleep,
  workflow,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { decide, explore, history, replayAll, run, scenario } from '../src/index.ts'

interface Impl {
  charge(order: unknown): Promise<string>
}
const { charge } = activities<Impl>({ startToClose: '5m' })
const note = signal<string>('note')
const day = { executionStartToClose: '1 day' } as const
const shop = { charge: async () => 'receipt' }
const long = 'x'.repeat(40_000)

/** An error that holds an execution in production: thrown after an activity, so that it also occurs in a replay. */
const bugs: Readonly<Record<string, readonly [program: WorkflowDefinition<void>, expected: object]>> = {
  'a bug of the code': [
    workflow({ name: 'w', ...day }, async function* () {
      const receipt = yield* charge(1)
      return (receipt as unknown as { items: string[] }).items.length
    }),
    { name: 'TypeError', message: expect.stringContaining('length') as string },
  ],
  'a mistake with Reyield': [
    workflow({ name: 'w', ...day }, async function* () {
      yield* charge(1)
      yield* sleep('5')
    }),
    { code: 'DURATION_INVALID' },
  ],
  'a value that SWF would refuse': [
    workflow({ name: 'w', ...day }, async function* () {
      yield* charge(1)
      yield* charge(long)
    }),
    { code: 'PAYLOAD_TOO_LONG' },
  ],
  'a result that SWF would refuse': [
    workflow({ name: 'w', ...day }, async function* () {
      yield* charge(1)
      return () => 1
    }),
    { code: 'PAYLOAD_UNSERIALIZABLE' },
  ],
}

describe.each(Object.entries(bugs))('%s is thrown at once, unchanged', (_, [program, expected]) => {
  it('by run', async () => {
    await expect(run(program, undefined, { activities: shop })).rejects.toMatchObject(expected)
  })

  it('by explore, as the cause of the error with the scenario', async () => {
    const exploring = explore(program, undefined, { activities: shop })
    await expect(exploring).rejects.toMatchObject({
      code: 'SCENARIO_FAILED',
      kind: 'error',
      steps: ["charge(1) completed: 'receipt'"],
      cause: expected,
    })
  })

  it('by scenario, at the step that comes to it', async () => {
    const execution = await scenario(program, undefined, { activities: shop })
    await expect(execution.runToEnd()).rejects.toMatchObject({ code: 'SCENARIO_FAILED', cause: expected })
  })
})

/** Halves the input until SWF accepts it. */
const halving = workflow({ name: 'halving', ...day }, async function* (size: number) {
  for (let left = size; ; left = Math.floor(left / 2)) {
    try {
      yield* charge('x'.repeat(left))
      return left
    } catch (error) {
      if (!isReyieldError(error, 'PAYLOAD_TOO_LONG')) throw error
    }
  }
})
const signaling = workflow({ name: 'signaling', ...day }, async function* () {
  try {
    yield* signalExternal({ workflowId: 'other', runId: 'r'.repeat(65) }, note, 'hello')
  } catch (error) {
    return isReyieldError(error) ? error.code : String(error)
  }
  return 'sent'
})

describe('a caught refusal', () => {
  it('lets a run continue, rebuilt after every decision, and the history replays', async () => {
    const { result, history: recorded } = await run(halving, 100_000, { activities: shop })
    expect(result).toBe(25_000)
    const marks = recorded.events.flatMap(
      ({ markerRecordedEventAttributes: marker }) => marker?.markerName ?? [],
    )
    expect(marks).toEqual(['r1', 'r2'])
    await replayAll(halving, recorded)
    expect((await run(signaling, undefined)).result).toBe('DEFINITION_INVALID')
  })

  it('is the same in every order of an exploration, with decision tasks that are lost', async () => {
    const { complete, closeStatuses } = await explore(halving, 50_000, {
      activities: shop,
      outcomes: { charge: ['completed'] },
      cancelRequests: 0,
      decisionTimeouts: 1,
    })
    expect([complete, closeStatuses]).toEqual([true, { COMPLETED: 2 }])
  })

  it('is decided in a fake history', async () => {
    const first = await decide(halving, history(halving).started(50_000))
    expect(first.decisions).toMatchObject([{ marker: 'r1' }, { schedule: 'charge', id: '2' }])
    const second = await decide(halving, first.next.completed(charge, 'receipt'))
    expect(second.result).toBe(25_000)
  })

  it('names the signals that do not fit into a new run', async () => {
    const rounds = workflow({ name: 'rounds', ...day }, async function* (round: number) {
      if (round === 2) return (yield* note.drain()).length
      yield* charge(1)
      try {
        yield* continueAsNew(2)
      } catch (error) {
        if (!isReyieldError(error, 'PAYLOAD_TOO_LONG')) throw error
        const dropped = yield* note.drain()
        yield* sleep('1m')
        return `${dropped.length} dropped: ${error.message}`
      }
      return undefined
    })
    const going = run(rounds, 1, {
      activities: shop,
      signals: [],
    })
    for (let sent = 0; sent < 3; sent++) going.signal(note, 'x'.repeat(12_000))
    expect((await going).result).toMatch(
      /^3 dropped: The input of continueAsNew with the unread signals 'note' \(3 times\) has 36\d+/,
    )
  })
})
