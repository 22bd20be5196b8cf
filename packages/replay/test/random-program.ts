import { createHash } from 'node:crypto'
import {
  activity,
  all,
  allSettled,
  any,
  cancelRequested,
  info,
  isEnded,
  now,
  race,
  random,
  signal,
  sleep,
  uuid,
  workflow,
  type AnyWorkflow,
  type Branch,
  type Operation,
} from '@reyield/workflow'
import fc from 'fast-check'

/** A random program as data, so that it prints, shrinks, and is run as a sync and as an async generator. */
export type Node =
  | { readonly do: 'activity' | 'named' | 'sleep' | 'retried' | 'receive' | 'drain' | 'look' }
  | { readonly do: 'sequence' | 'all' | 'race' | 'any' | 'allSettled'; readonly of: readonly Node[] }
  | { readonly do: 'catch' | 'finally'; readonly of: readonly [Node, Node] }
  | { readonly do: 'repeat'; readonly of: readonly [Node]; readonly times: number }

export const anyProgram: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true, depthIdentifier: 'program' },
    fc.constantFrom<Node>(
      { do: 'activity' },
      { do: 'sleep' },
      { do: 'activity' },
      { do: 'named' },
      { do: 'retried' },
      { do: 'receive' },
      { do: 'drain' },
      { do: 'look' },
    ),
    fc.record({
      do: fc.constantFrom(
        'sequence' as const,
        'all' as const,
        'race' as const,
        'any' as const,
        'allSettled' as const,
      ),
      of: fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      do: fc.constantFrom('catch' as const, 'finally' as const),
      of: fc.tuple(tie('node'), tie('node')),
    }),
    fc.record({
      do: fc.constant('repeat' as const),
      of: fc.tuple(tie('node')),
      times: fc.integer({ min: 2, max: 3 }),
    }),
  ),
})).node

const step = activity<string, string>('step', { startToClose: '5m' })
const named = step.with({ id: 'named' })
const note = signal<number>('note')
const retried = step.with({ retry: { maximumAttempts: 3, nonRetryable: ['HEARTBEAT'] } })

type Program = Generator<unknown, unknown, unknown>

/** The program of a node. Each activity's input is a hash of all that its coroutine has seen: order shows in decisions. */
export function programOf(node: Node, kind: 'sync' | 'async'): AnyWorkflow {
  return workflow({ name: 'random' }, function () {
    const run = sync(node, { seen: 'start' })
    return kind === 'sync' ? run : asAsync(run)
  } as () => Program)
}

async function* asAsync(program: Program): AsyncGenerator<unknown, unknown, unknown> {
  return yield* program
}

function* sync(node: Node, memory: { seen: string }): Program {
  const see = (value: unknown) =>
    (memory.seen = createHash('sha1')
      .update(`${memory.seen} ${JSON.stringify(value)}`)
      .digest('hex')
      .slice(0, 8))
  switch (node.do) {
    case 'activity':
      return see(yield* step(memory.seen))
    case 'named':
      return see(yield* named(memory.seen))
    case 'receive':
      return see(yield* note)
    case 'drain':
      return see([yield* note.pending(), yield* note.drain()])
    case 'retried':
      return see(yield* retried(memory.seen))
    case 'look':
      return see([
        yield* now(),
        yield* random(),
        yield* uuid(),
        (yield* info()).historyLength,
        yield* cancelRequested(),
      ])
    case 'sleep':
      return see(yield* sleep(memory.seen.length * 1000))
    case 'sequence':
      for (const one of node.of) yield* sync(one, memory)
      return memory.seen
    case 'catch':
      try {
        yield* sync(node.of[0], memory)
      } catch (error) {
        if (isEnded(error)) throw error
        see((error as Error).message)
        yield* sync(node.of[1], memory)
      }
      return memory.seen
    case 'finally':
      try {
        yield* sync(node.of[0], memory)
      } finally {
        yield* sync(node.of[1], memory)
      }
      return memory.seen
    case 'repeat':
      for (let i = 0; i < node.times; i++) yield* sync(node.of[0], memory)
      return memory.seen
    default: {
      const branches = node.of.map((one, index) => branch(one, `${memory.seen}.${index}`))
      const result = yield* composites[node.do](branches)
      return see(result instanceof Object ? JSON.stringify(result, plainErrors) : result)
    }
  }
}

const composites: Record<'all' | 'race' | 'any' | 'allSettled', (branches: Branch[]) => Operation<unknown>> =
  { all, race, any, allSettled }

const branch = (node: Node, seen: string): Branch =>
  node.do === 'activity' ? step(seen) : sync(node, { seen })

const plainErrors = (_: string, value: unknown) => (value instanceof Error ? value.message : value)
