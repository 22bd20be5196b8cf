import { mark } from '../stacks/marks.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult, type BudgetOptions } from './branches.ts'

/** How a fan-out goes. */
export interface MapOptions extends BudgetOptions {
  /** How many branches run at a time; a whole number from 1. Default: all at once (SWF's ceilings are kept anyway). */
  concurrency?: number
  /**
   * How many branches may fail: a number, Infinity, or a share of the items (`'10%'`, rounded down). With it, outcomes are
   * given as by `allSettled`; one failure more throws MapFailedError. Default: none, and the first failure is thrown.
   */
  tolerate?: number | `${number}%`
}

/** A branch for each item of a list, as data. The branches are made one by one, when their turn has come. */
export interface MapOperation<T> extends Operation<T> {
  readonly kind: 'map'
  readonly count: number
  readonly start: (index: number) => Branch
  /** Infinity: all at once. */
  readonly concurrency: number
  readonly tolerate: number | undefined
  /** `ignore`: however many events they need. */
  readonly budget: 'ignore' | undefined
}

/**
 * Runs a branch for each item, at most `concurrency` at a time, and gives the results in the items' order. For fan-outs of
 * any size: a branch is made when its turn has come, and SWF's limits (open activities, decisions in an answer) are kept by
 * the engine.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); into the workflow: the first failure, MapFailedError (MAP_FAILED),
 * or HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
 * @example
 * ```ts
 * const sizes = yield* map(files, file => resize(file), { concurrency: 20 })
 * const outcomes = yield* map(guests, function* (guest) { return yield* invite(guest) }, { tolerate: '10%' })
 * ```
 */
export function map<Item, const B extends Branch>(
  items: Iterable<Item>,
  fn: (item: Item, index: number) => B,
  options: MapOptions & { tolerate: number | `${number}%` },
): MapOperation<PromiseSettledResult<BranchResult<B>>[]>
export function map<Item, const B extends Branch>(
  items: Iterable<Item>,
  fn: (item: Item, index: number) => B,
  options?: MapOptions & { tolerate?: never },
): MapOperation<BranchResult<B>[]>
export function map<Item>(
  items: Iterable<Item>,
  fn: (item: Item, index: number) => Branch,
  { concurrency = Infinity, tolerate, budget }: MapOptions = {},
): MapOperation<unknown> {
  const list = Object.freeze(listed(items))
  if (typeof fn !== 'function')
    throw new TypeError('map(…) needs a function that makes the branch of an item')
  if (concurrency !== Infinity && !(Number.isInteger(concurrency) && concurrency >= 1)) {
    throw new InvalidDefinitionError(
      `The concurrency of map is ${String(concurrency)}: expected a whole number from 1, or Infinity`,
    )
  }
  const start = (index: number) =>
    asBranch(fn(list[index]!, index), `the function of map(…) for item ${index}`)
  mark('run', start)
  return operation<unknown, Omit<MapOperation<never>, keyof Operation<never>> & { kind: 'map' }>({
    kind: 'map',
    count: list.length,
    start,
    concurrency,
    budget,
    tolerate: tolerate === undefined ? undefined : tolerated(tolerate, list.length),
  })
}

function tolerated(tolerate: number | string, count: number): number {
  const share = typeof tolerate === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(tolerate)?.[1] : undefined
  const most = share === undefined ? tolerate : Math.floor((Number(share) * count) / 100)
  if (typeof most === 'number' && most >= 0 && (most === Infinity || Number.isInteger(most))) return most
  throw new InvalidDefinitionError(
    `tolerate of map is ${String(tolerate)}: expected a whole number from 0, Infinity, or a share such as '10%'`,
  )
}

/** An iterator may be the program's. */
const listed = <Item>(items: Iterable<Item>): Item[] => [...items]

mark('run', listed)
mark('call', map)
