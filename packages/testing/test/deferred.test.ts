import {
  activities,
  all,
  child,
  isReyieldError,
  race,
  sideEffect,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, history, type History } from '../src/index.ts'

const { act } = activities<{ act(id: string): Promise<string> }>({
  startToClose: '5m',
  retry: { maximumAttempts: 2 },
})
const go = signal<number>('go')
const kid = workflow({ name: 'kid', executionStartToClose: '1h' }, function* (_: string) {
  yield* []
  return 1
})

/** A random program. */
interface Part {
  readonly do: 'act' | 'receive' | 'sleep' | 'child' | 'effect' | 'serial' | 'all' | 'race'
  readonly parts: readonly Part[]
}

async function* interpret(part: Part, place: string): AsyncGenerator<unknown, unknown, unknown> {
  if (part.do === 'receive') return yield* go
  if (part.do === 'sleep') return yield* sleep(`${place.length}h`)
  if (part.do === 'child') return yield* child(kid, place)
  if (part.do === 'effect') return yield* sideEffect(() => place)
  if (part.do === 'act') return yield* act(place)
  const parts = part.parts.map((one, n) => interpret(one, `${place}${n}`))
  if (part.do === 'all') return yield* all(parts)
  if (part.do === 'race') return yield* race(parts)
  let last: unknown
  for (const one of parts) last = yield* one
  return last
}

const { part } = fc.letrec<{ part: Part }>(tie => ({
  part: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      do: fc.constantFrom('act', 'act', 'sleep', 'receive', 'child', 'effect'),
      parts: fc.constant([]),
    }),
    fc.record({
      do: fc.constantFrom('serial', 'serial', 'all', 'race'),
      parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
    }),
  ),
}))

type Step = (recorded: History) => History
const no = new Error('no')
const decides: Step = recorded => recorded.decisionCompleted()
const steps: Step[] = [
  recorded => recorded.completed(act, 'done'),
  recorded => recorded.failed(act, no),
  recorded => recorded.timedOut(act, 'START_TO_CLOSE'),
  recorded => recorded.fired(),
  recorded => recorded.timerFired(),
  recorded => recorded.child(kid).started(),
  recorded => recorded.child(kid).completed(1),
  recorded => recorded.signaled(go, 5),
  recorded => recorded.decisionStarted(),
  recorded => recorded.decisionTimedOut(),
  recorded => recorded.cancelRequested(),
]

/** The history after a step. `undefined` if the step isn't possible without a further decision. */
function written(recorded: History, step: Step): History | undefined {
  try {
    const after = step(recorded)
    return after.events.length > 0 ? after : undefined
  } catch (error) {
    if (isReyieldError(error, 'HISTORY_IMPOSSIBLE') || isReyieldError(error, 'HISTORY_UNDECIDED'))
      return undefined
    throw error
  }
}

it('a history is the same with and without explicit decisions', async () => {
  let deferred = 0
  const check = async (root: Part, choices: readonly number[]) => {
    const program = workflow({ name: 'program', executionStartToClose: '365 days' }, async function* () {
      return yield* interpret(root, 'a')
    })
    const begun = history(program).started()
    const taken: Step[] = []
    /** The history after the last step, and after each decision task since. */
    let states: History[] = [begun]
    for (const choice of choices) {
      const now = states.at(-1)!
      const possible = steps.filter(step => written(now, step) !== undefined)
      if (states.length > 1) {
        // steps that only became possible by deciding are deferred, so they are chosen more often
        const newly = possible.filter(step => written(states[0]!, step) === undefined)
        possible.push(...newly, ...newly, ...newly)
      }
      if (now.canStartDecision || now.decisionOpen) possible.push(decides, decides, decides)
      const step = possible[choice % possible.length]
      if (step === undefined) break
      if (step === decides) {
        states.push((await decide(program, now)).next)
        continue
      }
      const decided = states.slice(0, -1)
      const waits = decided.length > 0 && decided.every(state => written(state, step) === undefined)
      if (waits) deferred++
      taken.push(...(waits ? [] : decided.map(() => decides)), step)
      states = [written(now, step)!]
    }
    taken.push(...states.slice(1).map(() => decides))
    const whole = await taken.reduce((so, step) => step(so), begun).resolved()
    expect(whole.events).toEqual(states.at(-1)!.events)
    expect(whole.open).toEqual(states.at(-1)!.open)
  }
  await fc.assert(fc.asyncProperty(part, fc.array(fc.nat(1000), { minLength: 5, maxLength: 30 }), check), {
    numRuns: 300,
  })
  expect(deferred).toBeGreaterThan(100)
})
