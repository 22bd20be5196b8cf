import { mark } from '../stacks/marks.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult, type BudgetOptions } from './branches.ts'

/**
 * The options of `map`.
 *
 * @example
 * ```ts
 * const outcomes = yield* map(files, file => resize(file), { concurrency: 50, tolerate: '10%' })
 * ```
 */
export interface MapOptions extends BudgetOptions {
  /** How many branches run at a time: a whole number from 1. Default: all at once, within SWF's quotas. */
  concurrency?: number
  /**
   * How many branches may fail: a number, Infinity, or a share of the items (`'10%'`, rounded down). `map` then returns outcomes
   * like those of `allSettled`, and throws MapFailedError if more branches fail. Default: none may fail, `map` returns results, and
   * the first error is thrown.
   */
  tolerate?: number | `${number}%`
}

/** The operation that `map` returns. Its branches are made one by one, when they may start. */
export interface MapOperation<T> extends Operation<T> {
  readonly kind: 'map'
  readonly count: number
  readonly start: (index: number) => Branch
  /** How many branches run at a time; Infinity for all. */
  readonly concurrency: number
  readonly tolerate: number | undefined
  /** See {@link BudgetOptions.budget}. */
  readonly budget: 'ignore' | undefined
}

/**
 * Runs a branch for each item, at most `concurrency` at a time, and returns the results in the order of the items. The list may
 * have any length: a branch is made only when it may start, and the engine keeps SWF's limits (open activities, decisions of one
 * response).
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID); at its `yield*` the first error, MapFailedError (MAP_FAILED), or
 * HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
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
    throw new TypeError(
      'map(…) needs a function that returns the branch of an item: map(files, file => resize(file))',
    )
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

/** A function of its own with a mark, because the iterator may be code of the program. */
const listed = <Item>(items: Iterable<Item>): Item[] => [...items]

mark('run', listed)
mark('call', map)
