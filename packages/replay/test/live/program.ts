import { createHash } from 'node:crypto'
import {
  activity,
  all,
  allSettled,
  any,
  cancelRequests,
  child,
  continueAsNew,
  fork,
  info,
  isEnded,
  isReyieldError,
  lambda,
  map,
  now,
  patched,
  race,
  random,
  retry,
  saga,
  shield,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  startChild,
  timeout,
  uuid,
  workflow,
  type ActivityCallOptions,
  type AnyWorkflow,
  type Branch,
  type Operation,
  type Schema,
} from '@reyield/workflow'
import { isBug } from '@reyield/workflow/internal'
import fc from 'fast-check'

/** A random program as data, so that it prints, shrinks, and is run as a sync and as an async generator. */
export type Node =
  | { readonly do: keyof typeof leaves }
  | { readonly do: 'sequence' | keyof typeof composites; readonly of: readonly Node[] }
  | { readonly do: keyof typeof wrappers; readonly of: readonly [Node] }
  | { readonly do: keyof typeof pairs; readonly of: readonly [Node, Node] }

/** The state of a coroutine of the program: a hash of all values that it has seen, the last time it saw, and its constructs. */
interface Memory {
  seen: string
  /** The last time that any coroutine saw, since time never goes back. */
  readonly clock: { last: number }
  /** One object for all inputs, changed from operation to operation (C14). */
  readonly request: { made: number }
  readonly shield: 'none' | 'right above' | 'further up'
  readonly code: Code
  readonly checked: (typeof checked)[Checks]
}

/**
 * `old`: without the patches. `harmless`: changed without effect on any history. `renamed`: asks for another type of
 * activities.
 */
export type Code = 'old' | 'new' | 'harmless' | 'renamed'

type Program = Generator<unknown, unknown, unknown>

const step = activity<string, string>('step', { startToClose: '5m' })
const renamed = activity<string, string>('renamed', { startToClose: '5m' })
/** The schemas of a decider for signals and children: none, one that accepts all values, or one that accepts half of them. */
export type Checks = 'none' | 'loose' | 'strict'

const schemaOf = <T>(takes: (value: T) => boolean): Schema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: value =>
      takes(value as T) ? { value: value as T } : { issues: [{ message: 'no', path: ['seen'] }] },
  },
})

const checkedBy = (takes: ((value: unknown) => boolean) | undefined) => {
  const schema = takes === undefined ? {} : { schema: schemaOf<number>(takes) }
  return {
    note: signal<number>('note', schema),
    other: signal<number>('other', { onUnreadable: 'throw', ...schema }),
    child: workflow(
      {
        name: 'child',
        taskList: 'children',
        executionStartToClose: '30 days',
        ...(takes === undefined ? {} : { input: schemaOf<string>(takes) }),
      },
      function* (_: string): Generator<unknown, string, unknown> {
        return ''
      },
    ),
  }
}
const checked = {
  none: checkedBy(undefined),
  loose: checkedBy(() => true),
  strict: checkedBy(value => String(value).charCodeAt(String(value).length - 1) % 2 === 0),
} satisfies Record<Checks, unknown>

/** A later deployment of the program: it closes executions that a bug has ended, and forgets no `yield*`. */
export const deployed = { fails: false, remembers: false }

/** How a decider treats a bug: it holds the execution, closes it, or closes it when a deployment has come that does. */
export type Policy = 'hold' | 'fail' | 'deployed'

/** How a program is deployed. */
export interface Deployment {
  readonly kind: 'sync' | 'async'
  readonly code: Code
  readonly policy: Policy
  /** It creates an operation at its end and forgets to yield it, until a fixed version is deployed. */
  readonly forgets: boolean
  readonly checks: Checks
}

/** A value that differs at each evaluation, as outside the program. */
export const outside = { value: 0 }

/** Activities are marked by their priority: those that no cancel may reach, that none needs to reach, that undo after a bug. */
export const priorities = { shielded: 7, withinShielded: 6, abandoned: 5, undoesBug: 4 } as const

/** Values that a program saw and must not see. */
export const impossible: string[] = []
const type = (m: Memory) => (m.code === 'renamed' ? renamed : step)
const call = (m: Memory, options: ActivityCallOptions = {}) => {
  const priority = { none: 0, 'right above': priorities.shielded, 'further up': priorities.withinShielded }[
    m.shield
  ]
  return type(m).with({ ...(priority === 0 ? {} : { priority }), ...options })
}

/** Of 20 to 770 characters: too long for some deciders. */
const padded = (m: Memory) => m.seen + ' '.repeat((parseInt(m.seen[1]!, 16) || 8) * 50)

/** An operation of a kind that depends on a number: who has got another one asks for another operation. */
const eitherBy = (m: Memory, count: number): Operation<unknown> =>
  count % 2 === 0 ? sleep('1s') : call(m)(m.seen)

/** Operations by themselves. */
const leaves = {
  activity: m => call(m)(m.seen),
  mutable: m => {
    m.request.made++
    return call(m)(m.request as never)
  },
  mutableRetried: m => {
    m.request.made++
    return call(m, { retry: { maximumAttempts: 3, nonRetryable: ['Busy'] } })(m.request as never)
  },
  long: m => call(m)(padded(m)),
  longRetried: m => call(m, { retry: { maximumAttempts: 2, nonRetryable: ['Busy'] } })(padded(m)),
  longChild: m => child(m.checked.child, padded(m)),
  longSideEffect: m => sideEffect(() => ++outside.value && padded(m)),
  unwritable: m => call(m)(Symbol.iterator as never),
  named: m => call(m, { id: 'named' })(m.seen),
  retried: m =>
    call(m, { retry: { maximumAttempts: m.code === 'harmless' ? 9 : 3, nonRetryable: ['Busy'] } })(m.seen),
  byCode: m =>
    call(m, { retry: { maximumAttempts: 3, nonRetryable: ['Busy'] } })(`${m.seen} of the ${m.code} code`),
  awaited: m => call(m, { cancellation: 'wait' })(m.seen),
  abandoned: m => call(m, { cancellation: 'abandon', priority: priorities.abandoned })(m.seen),
  sleep: m => sleep((m.seen.charCodeAt(0) % 7) * 1000),
  receive: m => m.checked.note,
  receiveOther: m => m.checked.other,
  drain: m => m.checked.note.drain(),
  drainOther: m => m.checked.other.drain(),
  pending: m => m.checked.note.pending(),
  pendingOther: m => m.checked.other.pending(),
  child: m => child(m.checked.child, m.seen),
  childFixed: m => child(m.checked.child, m.seen, { workflowId: 'fixed' }),
  childAwaited: m => child(m.checked.child, m.seen, { cancellation: 'wait' }),
  signalOut: m => signalExternal({ workflowId: 'nobody' }, m.checked.note, m.seen.length),
  lambda: m => lambda('double', m.seen),
  sideEffect: () => sideEffect(() => ++outside.value),
} satisfies Record<string, (memory: Memory) => Operation<unknown>>

const composites: Readonly<
  Record<'all' | 'race' | 'any' | 'allSettled', (branches: Branch[]) => Operation<unknown>>
> = { all, race, any, allSettled }

/** Constructs around one program. */
const wrappers = {
  *shield([of], m) {
    return yield* shield(run(of, under(m)))
  },
  *timeout([of], m) {
    return yield* timeout(branch(of, m, 0), '3s')
  },
  *map([of], m) {
    return yield* map([1, 2, 3], n => branch(of, m, n), { concurrency: 2, tolerate: 1 })
  },
  *mapAll([of], m) {
    return yield* map([1, 2], n => branch(of, m, n))
  },
  *retry([of], m) {
    return yield* retry(attempt => run(of, memory(m, attempt)), { maximumAttempts: 2 })
  },
  *repeat([of], m) {
    for (let i = 0; i < 2; i++) yield* run(of, m)
    return m.seen
  },
  *apart([of], m) {
    const started = yield* startChild(m.checked.child, m.seen)
    yield* run(of, m)
    return yield* started.result()
  },
  *mutables([of], m) {
    const within = memory(m, 1)
    return yield* all([
      leaves.mutable(within),
      leaves.mutableRetried(within),
      branch(of, m, 0),
      leaves.mutable(within),
    ])
  },
  *bug([of], m) {
    yield* run(of, m)
    throw new TypeError('bug')
  },
  *sagaBug([of], m) {
    let bug = false
    return yield* saga(function* (undo) {
      undo(() => call(under(m), bug ? { priority: priorities.undoesBug } : {})(m.seen))
      yield* run(of, m)
      bug = true
      throw new TypeError('bug')
    })
  },
  *budgeted([of], m) {
    try {
      return yield* all([1, 2, 3].map(n => leaves.activity(memory(m, n))))
    } catch (error) {
      if (!isReyieldError(error, 'HISTORY_BUDGET_EXCEEDED')) throw error
      see(m, error.message) // the needed and the remaining events
      yield* eitherBy(m, error.left)
      return yield* run(of, m)
    }
  },
  *refused([of], m) {
    try {
      return yield* all([leaves.long(memory(m, 1)), leaves.long(memory(m, 1)), branch(of, m, 2)])
    } catch (error) {
      if (!/^PAYLOAD_/.test((error as { code?: string }).code ?? '')) throw error
      see(m, (error as Error).message) // what it was, its length, and the limit of who judged
      return see(m, yield* eitherBy(m, (error as Error).message.length))
    }
  },
  *drained([of], m) {
    const drained = yield* m.checked.note.drain()
    see(m, drained)
    yield* eitherBy(m, drained.length)
    return yield* run(of, m)
  },
  *invalid([of], m) {
    try {
      return yield* all([leaves.child(memory(m, 1)), leaves.signalOut(memory(m, 2)), branch(of, m, 3)])
    } catch (error) {
      if ((error as { code?: string }).code !== 'INPUT_INVALID') throw error
      see(m, (error as Error).message)
      return see(m, yield* call(m)(m.seen))
    }
  },
  *ignoring([of], m) {
    const ids = m.seen
    try {
      return yield* race([leaves.activity(memory(m, 1)), leaves.activity(memory(m, 2)), sleep('1s')], {
        budget: 'ignore',
      })
    } catch (error) {
      if (isReyieldError(error, 'HISTORY_BUDGET_EXCEEDED'))
        impossible.push(`refused in spite of the option: ${ids}`)
      throw error
    } finally {
      yield* shield(run(of, under(m)))
    }
  },
  *look([of], m) {
    const at = yield* clock(m)
    see(m, [at, yield* random(), yield* uuid(), (yield* info()).historyLength, yield* cancelRequests()])
    return yield* run(of, m)
  },
  *patched([of], m) {
    if (m.code !== 'old' && (yield* patched('way'))) return yield* run(of, m)
    return see(m, yield* call(m)(m.seen))
  },
} satisfies Record<string, (of: readonly [Node], m: Memory) => Program>

/** Constructs around two. */
const pairs = {
  *catch([tried, caught], m) {
    try {
      yield* run(tried, m)
    } catch (error) {
      if (isEnded(error)) throw error
      see(m, (error as Error).message)
      yield* run(caught, m)
    }
    return m.seen
  },
  *finally([tried, last], m) {
    try {
      yield* run(tried, m)
    } finally {
      yield* run(last, m)
    }
    return m.seen
  },
  *cleanUp([tried, last], m) {
    try {
      yield* run(tried, m)
    } finally {
      yield* shield(run(last, under(m)))
    }
    return m.seen
  },
  *saga([first, second], m) {
    return yield* saga(function* (undo) {
      undo(() => call(under(m))(m.seen))
      yield* run(first, m)
      undo(() => call(under(m))(m.seen))
      return yield* run(second, m)
    })
  },
  *forkJoined([forked, mine], m) {
    const task = yield* fork(branch(forked, m, 9))
    yield* run(mine, m)
    return yield* task.join()
  },
  *forkCanceled([forked, mine], m) {
    const task = yield* fork(branch(forked, m, 9))
    yield* run(mine, m)
    yield* task.cancel()
    return m.seen
  },
  *forkLeft([forked, mine], m) {
    yield* fork(branch(forked, m, 9))
    yield* run(mine, m)
    return m.seen
  },
} satisfies Record<string, (of: readonly [Node, Node], m: Memory) => Program>

const keys = <T extends object>(of: T) => Object.keys(of) as (keyof T)[]

export const anyProgram: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true, depthIdentifier: 'program' },
    fc.record({
      do: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom('activity' as const, 'retried' as const) },
        { weight: 4, arbitrary: fc.constantFrom(...keys(leaves)) },
      ),
    }),
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constantFrom('sequence' as const, ...keys(composites)),
        of: fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
      }),
    },
    fc.record({ do: fc.constantFrom(...keys(wrappers)), of: fc.tuple(tie('node')) }),
    fc.record({ do: fc.constantFrom(...keys(pairs)), of: fc.tuple(tie('node'), tie('node')) }),
  ),
})).node

/** Node kinds that a program holds. */
export function kindsOf(node: Node): Set<string> {
  return new Set([node.do, ...('of' in node ? node.of.flatMap(one => [...kindsOf(one)]) : [])])
}

/** The program of a node; it continues as new once if its input says so. */
export function programOf(node: Node, { kind, code, policy, forgets, checks }: Deployment): AnyWorkflow {
  const fails = () => policy === 'fail' || (policy === 'deployed' && deployed.fails)
  const workflowErrors = (error: unknown) => (isBug(error) && !fails() ? 'hold' : 'fail')
  return workflow({ name: 'random', workflowErrors }, function (again: boolean) {
    const m: Memory = {
      seen: 'start',
      clock: { last: 0 },
      request: { made: 0 },
      shield: 'none',
      code,
      checked: checked[checks],
    }
    const program = whole(node, again, forgets, m)
    return kind === 'sync' ? program : asAsync(program)
  } as (again: boolean) => Program)
}

function* whole(node: Node, again: boolean, forgets: boolean, m: Memory): Program {
  see(m, yield* run(node, m))
  see(m, yield* m.checked.note.drain()) // what comes now is refused with the close: none is lost
  if (forgets && !deployed.remembers) call(m)('forgotten')
  if (again) yield* continueAsNew(false)
  return m.seen
}

async function* asAsync(program: Program): AsyncGenerator<unknown, unknown, unknown> {
  return yield* program
}

const see = (m: Memory, value: unknown) =>
  (m.seen = createHash('sha1')
    .update(`${m.seen} ${JSON.stringify(value, plainErrors)}`)
    .digest('hex')
    .slice(0, 8))

const plainErrors = (_: string, value: unknown) => (value instanceof Error ? value.message : value)

const memory = (m: Memory, index: number): Memory => ({
  ...m,
  shield: m.shield === 'none' ? 'none' : 'further up',
  seen: `${m.seen}.${index}`,
})

const under = (m: Memory): Memory => ({ ...m, shield: 'right above' })

function* run(node: Node, m: Memory): Program {
  if (!('of' in node)) {
    try {
      const operation: Operation<unknown> = leaves[node.do](m)
      return see(m, yield* m.code === 'harmless' ? wrapped(operation) : operation)
    } finally {
      if (m.code !== 'new') yield* clock(m)
    }
  }
  if (node.do === 'sequence') {
    for (const one of node.of) yield* run(one, m)
    return m.seen
  }
  if (node.do in composites) {
    const branches = node.of.map((one, index) => branch(one, m, index))
    return see(m, yield* composites[node.do as keyof typeof composites](branches))
  }
  const constructs: Readonly<Record<string, (of: never, m: Memory) => Program>> = { ...wrappers, ...pairs }
  return see(m, yield* constructs[node.do]!(node.of as never, m))
}

function* clock({ clock: seen }: Memory): Generator<unknown, number, unknown> {
  const at = (yield* now()).getTime()
  if (at < seen.last) impossible.push('now() went back')
  seen.last = at
  return at
}

function* wrapped(operation: Operation<unknown>): Program {
  return yield* operation
}

/** A plain operation where it can be one: it's a coroutine of one operation (W6). */
function branch(node: Node, m: Memory, index: number): Branch {
  const own = memory(m, index)
  return node.do === 'activity' && m.code !== 'harmless' ? leaves.activity(own) : run(node, own)
}
