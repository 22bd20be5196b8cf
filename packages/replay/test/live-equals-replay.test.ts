import fc from 'fast-check'
import { superjson } from '@reyield/data'
import type { Decision } from '@aws-sdk/client-swf'
import { expect, it } from 'vitest'
import { createReplay, type Replay } from '../src/index.ts'
import { anyProgram, programOf, type Node } from './random-program.ts'
import { World, type Choose } from './world.ts'

const execution = { workflowId: 'w', runId: 'r/+=' }
const runs = Number(process.env.REYIELD_RUNS ?? (process.env.REYIELD_DEEP === '1' ? 100_000 : 500))

/** Two deciders with other limits, other kinds of generator and their own caches share one execution. */
class Decider {
  readonly #node: Node
  readonly #kind: 'sync' | 'async'
  readonly #limits: { decisions: number; openActivities: number; openTimers: number }
  cache: Replay | undefined

  constructor(
    node: Node,
    kind: 'sync' | 'async',
    limits: { decisions: number; openActivities: number; openTimers: number },
  ) {
    this.#node = node
    this.#kind = kind
    this.#limits = limits
  }

  fresh(): Replay {
    return createReplay(programOf(this.#node, this.#kind), {
      execution,
      serializer: superjson,
      limits: this.#limits,
    })
  }

  /** The answer three ways: from the cache, afresh, and by pages; they must agree (or the cache say that it is stale). */
  async decide(world: World, pageSize: number): Promise<Decision[]> {
    const whole = this.fresh()
    await whole.feed(world.events)
    const decisions = await whole.decisions()
    const paged = this.fresh()
    for (let i = 0; i < world.events.length; i += pageSize)
      await paged.feed(world.events.slice(i, i + pageSize))
    expect(await paged.decisions()).toEqual(decisions)
    expect(paged.report()).toEqual(whole.report())
    this.cache ??= this.fresh()
    await this.cache.feed(world.events)
    expect(await this.cache.decisions()).toEqual(decisions)
    expect(this.cache.report().waiting).toEqual(whole.report().waiting)
    return decisions
  }
}

async function live(
  node: Node,
  choose: Choose,
  options: { refuse: boolean; small: boolean },
): Promise<World> {
  const world = new World(choose, options)
  const small = { decisions: 4, openActivities: 2, openTimers: 2 }
  const large = { decisions: 100, openActivities: 1000, openTimers: 998 }
  const deciders = [
    new Decider(node, 'sync', options.small ? small : large),
    new Decider(node, 'async', large),
  ]
  for (let steps = 0; !world.closed; steps++) {
    if (steps > 3000) throw new Error('The execution does not come to an end')
    if (!world.canPoll && !world.happen())
      throw new Error(`The execution hangs after event ${world.events.length}`)
    if (!world.canPoll || choose(4) === 0) continue
    world.poll()
    const decider = deciders[choose(2)]!
    const decisions = await decider.decide(world, 1 + choose(7))
    for (let more = choose(6); more >= 4; more--) world.happen()
    if (choose(8) === 0) world.timeOutDecision()
    else world.respond(decisions)
    if (choose(5) === 0) decider.cache = undefined
  }
  const whole = deciders[1]!.fresh()
  await whole.feed(world.events)
  expect(await whole.decisions()).toEqual([])
  expect(whole.report().waiting).toEqual([])
  return world
}

it('live equals replay: random programs, random histories, kept, fresh and by pages', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      anyProgram,
      fc.infiniteStream(fc.nat({ max: 1 << 20 })),
      fc.boolean(),
      fc.boolean(),
      async (node, random, refuse, small) => {
        const choose: Choose = below => random.next().value % below
        const world = await live(node, choose, { refuse, small })
        for (const what of world.seen.keys()) seen.set(what, (seen.get(what) ?? 0) + 1)
      },
    ),
    { numRuns: runs, endOnFailure: runs > 1000 },
  )
  const share = Object.fromEntries([...seen].map(([what, count]) => [what, count / runs]))
  if (runs > 1000) console.log(share)
  for (const what of [
    'decision timed out',
    'event while a task is open',
    'close refused',
    'refused for rate',
    'refused for good',
    'an activity was tried again',
    'closed as cancelled',
  ]) {
    expect(share[what], what).toBeGreaterThan(runs > 1000 ? 0.04 : 0.005)
  }
}, 600_000)
