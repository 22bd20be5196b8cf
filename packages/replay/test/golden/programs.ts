import { activities, all, allSettled, any, race, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'

interface Impl {
  step(n: number): Promise<number>
  slow(n: number): Promise<number>
  broken(n: number): Promise<number>
}
const { step, slow, broken } = activities<Impl>({ startToClose: '1m' })

async function* twice(n: number) {
  return yield* step(yield* step(n))
}

/** The programs whose recorded histories lie here. They are never changed: executions in the field aren't either. */
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
}
