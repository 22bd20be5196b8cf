import { mark } from '../stacks/marks.ts'
import { isOperation, type Coroutine, type Operation } from '../operation.ts'

/** What `all`, `race` and the like run side by side: an operation, or a generator object (the generator function was called). */
export type Branch<T = unknown> = Operation<T> | Coroutine<T>

/** The type of a branch's result. */
export type BranchResult<B> = B extends Operation<infer T> ? T : B extends Coroutine<infer T> ? T : never

/** The results of branches, as an array or a record like that of the branches. */
export type BranchResults<Branches> = { -readonly [Key in keyof Branches]: BranchResult<Branches[Key]> }

/** Branches: an array or a record. */
export type Branches = readonly Branch[] | Readonly<Record<string, Branch>>

/**
 * The option of functions that run many branches.
 *
 * @example
 * ```ts
 * yield* all(files.map(file => ping(file)), { budget: 'ignore' })
 * ```
 */
export interface BudgetOptions {
  /**
   * `ignore` starts the branches even if they need more events than the history has left. SWF terminates an execution at its
   * 25,000th event. Default: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED) is thrown instead.
   */
  readonly budget?: 'ignore'
}

/** The branches of an operation. Their order determines their ids. `keys` is undefined for an array. */
export interface BranchList {
  readonly branches: readonly Branch[]
  readonly keys: readonly string[] | undefined
  /** `ignore`: however many events they need. */
  readonly budget?: 'ignore' | undefined
}

/** Reads an array or a record of branches, a record in the order of its keys. Throws a TypeError for what can't be a branch. */
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

/** Returns a branch. Throws a TypeError for what can't be one. */
export function asBranch<B>(branch: B, what: string): B & Branch {
  if (isOperation(branch) || isCoroutine(branch)) return branch
  const hint = typeof branch === 'function' ? ': call it' : ''
  throw new TypeError(`${what} is ${describe(branch)}: expected an operation or a generator${hint}`)
}

/** Whether a value is a generator object, sync or async. */
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
