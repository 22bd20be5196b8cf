import { SwfError } from '../model/swf-error.ts'
import type { Storage } from '../storage/storage.ts'
import type { Transaction } from '../machine/transaction.ts'

export interface CommitGroupOptions {
  readonly storage: Storage
  /** Told of every transaction when it is durable. */
  readonly onCommitted: (transaction: Transaction) => void
  /** Told once when the log can't be written any more: nothing is acknowledged from there on. */
  readonly onFatal: (error: unknown) => void
}

/**
 * What arrives in one turn shares one commit, made at the end of the turn. When one commit fails no other is tried: the
 * log would have a gap, and what was applied in memory would be acknowledged without being durable.
 */
export class CommitGroup {
  readonly #options: CommitGroupOptions
  #transactions: Transaction[] = []
  /** The commit to come, if somebody waits for it. */
  #commit: Commit | undefined
  #flushing: NodeJS.Immediate | undefined
  #failed: { readonly error: SwfError; readonly reason: unknown } | undefined

  constructor(options: CommitGroupOptions) {
    this.#options = options
  }

  /** Set from the first failure on: what requests are answered with, and why. */
  get failed(): { readonly error: SwfError; readonly reason: unknown } | undefined {
    return this.#failed
  }

  add(transaction: Transaction): void {
    this.#transactions.push(transaction)
    this.#flushing ??= setImmediate(() => this.flush())
  }

  /** Resolves when all that has been added so far is durable. */
  durable(): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed.error)
    if (this.#transactions.length === 0) return Promise.resolve()
    return (this.#commit ??= commit()).promise
  }

  flush(): void {
    const transactions = this.#transactions
    if (transactions.length > 0) {
      try {
        this.#options.storage.append(transactions)
      } catch (error) {
        return this.fail(error)
      }
    }
    this.#clear()?.resolve()
    for (const transaction of transactions) this.#options.onCommitted(transaction)
  }

  /** Nothing is committed any more; all who wait are refused. */
  fail(reason: unknown): void {
    if (this.#failed !== undefined) return
    const error = new SwfError('com.amazon.coral.service#InternalFailure', undefined, 500)
    this.#failed = { error, reason }
    this.#clear()?.reject(error)
    this.#options.onFatal(reason)
  }

  #clear(): Commit | undefined {
    const commit = this.#commit
    this.#transactions = []
    this.#commit = undefined
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    return commit
  }
}

interface Commit {
  readonly promise: Promise<void>
  resolve(this: void): void
  reject(this: void, error: unknown): void
}

/** One promise for all who wait for a commit. */
function commit(): Commit {
  let settle: Omit<Commit, 'promise'>
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
  return { promise, ...settle! }
}
