import {
  activities,
  all,
  allSettled,
  any,
  fork,
  map,
  now,
  race,
  signal,
  sleep,
  timeout,
  workflow,
  type Operation,
} from '@reyield/workflow'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { explore, send, type ExploreOptions } from '../src/index.ts'

/** A random program of nested operations. */
type Part =
  | { readonly do: 'act' | 'tryTwice' | 'receive' | 'sleep' | 'wait' }
  | { readonly do: 'serial' | 'forked' | 'limited'; readonly parts: readonly Part[] }
  | {
      readonly do: 'all' | 'allSettled' | 'any' | 'race' | 'map'
      readonly parts: readonly Part[]
      readonly plain: boolean
    }

const { act } = activities<{ act(id: string): Promise<string> }>({ startToClose: '5m' })
const tryTwice = act.with({ retry: { maximumAttempts: 2 } })
const ping = signal<number>('ping')

const { part } = fc.letrec<{ part: Part }>(tie => ({
  part: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({ do: fc.constantFrom('act', 'act', 'tryTwice', 'receive', 'sleep', 'wait') }),
    fc.record({
      do: fc.constantFrom('serial', 'forked', 'limited'),
      parts: fc.array(tie('part'), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      do: fc.constantFrom('all', 'allSettled', 'any', 'race', 'map'),
      parts: fc.array(tie('part'), { minLength: 2, maxLength: 3 }),
      plain: fc.boolean(),
    }),
  ),
}))

/** Interprets the program. `seen` gets all values that its code has seen, in order, so that the result shows the order. */
// oxlint-disable-next-line typescript/no-explicit-any -- each operation has a type of its own
function* interpret(part: Part, seen: unknown[], id: string): Generator<unknown, unknown, any> {
  const at = (index: number) => `${id}${index}`
  const see = (value: unknown) => {
    seen.push(value instanceof Error ? value.name : value)
    return value
  }
  switch (part.do) {
    case 'act':
      return see(yield* act(id))
    case 'tryTwice':
      return see(yield* tryTwice(id))
    case 'receive':
      return see(yield* race({ ping, late: sleep('10m') }))
    case 'sleep':
      return see(yield* sleep('1m'))
    case 'wait':
      return see([yield* ping.drain(), (yield* now()).getTime()])
    case 'serial':
      for (const [index, one] of part.parts.entries()) yield* interpret(one, seen, at(index))
      return see('serial')
    case 'forked': {
      const task = yield* fork(interpret(part.parts[0]!, seen, at(0)))
      if (part.parts[1] !== undefined) yield* interpret(part.parts[1], seen, at(1))
      return see(yield* task.join())
    }
    case 'limited':
      return see(yield* timeout(interpret(part.parts[0]!, seen, at(0)), '3m'))
    case 'map':
      return see(
        yield* map(part.parts, (one, index) => branch(one, part.plain, seen, at(index)), { concurrency: 2 }),
      )
    default: {
      const branches = part.parts.map((one, index) => branch(one, part.plain, seen, at(index)))
      const outcome = yield* composites[part.do]!(branches)
      return see(
        part.do === 'allSettled' ? (outcome as { status: string }[]).map(({ status }) => status) : outcome,
      )
    }
  }
}

const composites = { all, allSettled, any, race } as unknown as Record<
  string,
  (branches: unknown[]) => Operation<unknown>
>

/** A branch: a plain operation if possible, else a generator. */
function branch(part: Part, plain: boolean, seen: unknown[], id: string) {
  if (plain && part.do === 'act') return act(id)
  if (plain && part.do === 'tryTwice') return tryTwice(id)
  if (plain && part.do === 'receive') return ping
  if (plain && part.do === 'sleep') return sleep('1m')
  return interpret(part, seen, id)
}

/** All ends of the scenarios of a program. */
async function ends(program: Part, reduction: boolean) {
  const seenEnds = new Set<string>()
  const definition = workflow({ name: 'random', executionStartToClose: '1 day' }, function* () {
    const seen: unknown[] = []
    yield* ping.pending() // the program asks for the signal
    try {
      yield* interpret(program, seen, 'a')
    } catch (error) {
      seen.push((error as Error).name)
    }
    return seen
  })
  const options: ExploreOptions = {
    activities: { act: async (id: string) => `done ${id}` },
    signals: [send(ping, 1)],
    cancelRequests: 0,
    outcomes: { act: ['completed', 'failed', 'timedOut'] },
    mayWaitFor: [ping],
    scenarios: 400,
    samples: 0,
    reduction,
    finally: {
      'the end is recorded': ({ result, closeStatus, done }) => {
        const worked = done().map(({ id, attempt }) => `${id} ${attempt}`)
        seenEnds.add(JSON.stringify([closeStatus, result, worked.toSorted()]))
      },
    },
  }
  const { complete, scenarios, reordered } = await explore(definition, undefined, options)
  return { complete, scenarios, reordered, ends: [...seenEnds].toSorted() }
}

const runs = process.env['REYIELD_DEEP'] === undefined ? 15 : 3000
const seed = Number(process.env['REYIELD_SEED'] ?? 1)

it(
  'orderings that are left out lead to no end that the others do not lead to',
  { timeout: 3_600_000 },
  async () => {
    const tally = { compared: 0, shorter: 0 }
    await fc.assert(
      fc.asyncProperty(part, async program => {
        const every = await ends(program, false)
        if (!every.complete) return // too many to compare
        const reduced = await ends(program, true)
        tally.compared++
        if (reduced.scenarios < every.scenarios) tally.shorter++
        expect(reduced.complete).toBe(true)
        expect(reduced.ends).toEqual(every.ends)
      }),
      { numRuns: runs, seed },
    )
    expect(tally.compared).toBeGreaterThan(runs / 3)
    expect(tally.shorter).toBeGreaterThan(runs / 20)
  },
)
