import {
  activities,
  all,
  allSettled,
  any,
  cancelExternal,
  child,
  continueAsNew,
  fork,
  isReyieldError,
  lambda,
  map,
  patched,
  race,
  retry,
  saga,
  shield,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  startChild,
  timeout,
  workflow,
  type AnyWorkflow,
} from '@reyield/workflow'
import { errorsThatTravel } from './errors-that-travel.ts'
import { refusedValues } from './refused-values.ts'

interface Impl {
  picky(n: number): Promise<number>
  relay(n: number): Promise<number>
  step(n: number): Promise<number>
  slow(n: number): Promise<number>
  broken(n: number): Promise<number>
}
const { step, slow, broken, picky, relay } = activities<Impl>({ startToClose: '1m' })

async function* twice(n: number) {
  return yield* step(yield* step(n))
}

const told = signal<string>('told')

/** What the golden children are: recorded ones give their input. */
export const helper = workflow(
  { name: 'helper', taskList: 'helpers', executionStartToClose: '1h' },
  function* (n: number): Generator<unknown, number, unknown> {
    return n
  },
)

const codeOf = (error: unknown) => (isReyieldError(error) ? error.code : 'unknown')

/** The programs of the histories in this folder. They never change, like open executions of users. */
export const programs: Readonly<Record<string, AnyWorkflow>> = {
  serial: workflow({ name: 'serial' }, async function* (n: number) {
    const once = yield* step.with({ id: 'first' })(n)
    yield* sleep('90s')
    return yield* step(once)
  }),
  branches: workflow({ name: 'branches' }, async function* (n: number) {
    const both = yield* all({ plain: step(n), generator: twice(n), nested: race([sleep('1h'), step(n)]) })
    const settled = yield* allSettled([broken(n), step(n)])
    const first = yield* any([broken(n), slow(n), step(n)])
    return { both, first, settled: settled.map(one => one.status) }
  }),
  rounds: workflow({ name: 'rounds' }, function* (n: number) {
    let won = 0
    for (let i = 0; i < 3; i++) {
      const round = yield* race({ work: slow(i), late: sleep('5s') })
      if (round.winner === 'work') won++
      else yield* step.with({ id: `late-${i}` })(n)
    }
    return won
  }),
  failing: workflow({ name: 'failing' }, async function* (n: number) {
    try {
      yield* all([slow(n), broken(n), sleep('1 day')])
    } catch {
      yield* step(n)
      throw Object.assign(new RangeError('no way on'), { stack: 'RangeError: no way on' })
    }
  }),
  structures: workflow({ name: 'structures' }, async function* (n: number) {
    const watched = yield* fork(twice(n))
    const left = yield* fork(slow(n))
    const fixed = yield* sideEffect(() => ({ at: new Date(5) }))
    if (yield* patched('mapped')) yield* map([1, 2, 3], i => step(i), { concurrency: 2 })
    const joined = yield* watched.join()
    yield* left.cancel()
    try {
      yield* retry(() => timeout(slow(n), '5s'), { maximumAttempts: 2, initialInterval: 0 })
    } catch (error) {
      return { fixed, joined, late: codeOf(error) }
    }
    return undefined
  }),
  undone: workflow({ name: 'undone' }, async function* (n: number) {
    try {
      yield* saga(function* (undo) {
        undo(() => step.with({ id: 'undo-first' })(n))
        yield* step(n)
        undo(() => step(n + 1))
        yield* broken(n)
      })
    } catch (error) {
      yield* shield(step(n))
      return codeOf(error)
    }
    return undefined
  }),
  others: workflow({ name: 'others' }, async function* (n: number) {
    const given = yield* child(helper, n)
    const apart = yield* startChild(helper, n + 1, { workflowId: 'apart' })
    const later = yield* apart.result()
    const codes: string[] = []
    for (const make of [
      () => signalExternal({ workflowId: 'nobody' }, told, 'x'),
      () => cancelExternal({ workflowId: 'nobody' }),
      () => lambda('none', n),
    ]) {
      try {
        yield* make()
      } catch (error) {
        codes.push(codeOf(error))
      }
    }
    if (codes.length < 3) return codes
    return yield* continueAsNew([given, later, ...codes])
  }),
  drained: workflow({ name: 'drained' }, async function* (n: number) {
    const seen: unknown[] = []
    try {
      yield* told.receive({ timeout: '1h' })
    } catch (error) {
      seen.push(codeOf(error), yield* told.pending(), yield* told.drain())
    }
    yield* step(n)
    seen.push(yield* told.pending(), yield* told.drain())
    return seen
  }),
  refused: workflow({ name: 'refused' }, async function* (n: number) {
    return yield* step(n)
  }),
  'refused-drain': workflow({ name: 'refused-drain' }, async function* (n: number) {
    return [yield* step(n), yield* told.pending(), yield* told.drain()]
  }),
  'refused-marked': workflow({ name: 'refused-marked' }, async function* (n: number) {
    return [yield* step(n), yield* sideEffect(() => 'marked'), yield* told.drain()]
  }),
  healed: workflow({ name: 'healed' }, async function* (n: number) {
    const once = yield* step(n)
    const fixed = yield* sideEffect(() => 5)
    const heard = yield* told
    return [yield* step(once + fixed), heard, yield* told.pending()]
  }),
  'retried-by-class': workflow({ name: 'retried-by-class' }, async function* (n: number) {
    try {
      yield* picky.with({ retry: { maximumAttempts: 5, nonRetryable: [RangeError] } })(n)
    } catch (error) {
      return [codeOf(error), String((error as Error).cause)]
    }
    return undefined
  }),
  'branch-on-code': workflow({ name: 'branch-on-code' }, async function* (n: number) {
    try {
      yield* relay(n)
    } catch (error) {
      const known = isReyieldError((error as Error).cause)
      yield* step.with({ id: known ? 'known' : 'unknown' })(n)
      return [codeOf(error), codeOf((error as Error).cause)]
    }
    return undefined
  }),
  ...errorsThatTravel,
  ...refusedValues,
}
