import { mark } from '../stacks/marks.ts'
import { isOperation, type Coroutine, type Operation } from '../operation.ts'

/** What a composite runs side by side: an operation, or a generator (sync or async) that was called already. */
export type Branch<T = unknown> = Operation<T> | Coroutine<T>

/** What a branch gives. */
export type BranchResult<B> = B extends Operation<infer T> ? T : B extends Coroutine<infer T> ? T : never

/** The results of an array or record of branches, in its own shape. */
export type BranchResults<Branches> = { -readonly [Key in keyof Branches]: BranchResult<Branches[Key]> }

/** Branches as they are given: an array or a record. */
export type Branches = readonly Branch[] | Readonly<Record<string, Branch>>

/** Options of what runs branches. */
export interface BudgetOptions {
  /**
   * `ignore`: the branches are started although they need more than what is left of SWF's 25,000 events. SWF terminates an
   * execution at the last one. Default: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED) is thrown.
   */
  readonly budget?: 'ignore'
}

/** Branches as data. Their order gives them their numbers; `keys` is absent for an array. */
export interface BranchList {
  readonly branches: readonly Branch[]
  readonly keys: readonly string[] | undefined
  /** `ignore`: however many events they need. */
  readonly budget?: 'ignore' | undefined
}

/** Reads an array or record of branches; records go by key order. Throws a TypeError for what can't be a branch. */
export function branchList(kind: string, given: Branches, { budget }: BudgetOptions = {}): BranchList {
  const keys = Array.isArray(given) ? undefined : Object.keys(given)
  const branches =
    keys === undefined
      ? [...(given as readonly Branch[])]
      : keys.map(key => (given as Record<string, Branch>)[key]!)
  branches.forEach((branch, index) =>
    asBranch(branch, `${kind}(…)${keys === undefined ? `[${index}]` : `.${keys[index]}`}`),
  )
  return {
    branches: Object.freeze(branches),
    keys: keys && Object.freeze(keys),
    ...(budget === undefined ? {} : { budget }),
  }
}

/** Gives a branch back; a TypeError for what can't be one. */
export function asBranch<B>(branch: B, what: string): B & Branch {
  if (isOperation(branch) || isCoroutine(branch)) return branch
  const hint = typeof branch === 'function' ? ': call it' : ''
  throw new TypeError(`${what} is ${describe(branch)}: expected an operation or a generator${hint}`)
}

/** Tells generators, sync and async: what can be a branch without being an operation. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  const generator = value as Partial<Coroutine<unknown>> | null
  return (
    typeof generator === 'object' &&
    typeof generator?.next === 'function' &&
    typeof generator.throw === 'function'
  )
}

function describe(value: unknown): string {
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}`
  if (value instanceof Promise) return 'a promise'
  return value === null || value === undefined ? String(value) : `of type ${typeof value}`
}

mark('call', asBranch, branchList)
