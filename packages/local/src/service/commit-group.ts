import { SwfError } from '../model/swf-error.ts'
import type { Storage } from '../storage/storage.ts'
import type { Transaction } from '../machine/transaction.ts'

export interface CommitGroupOptions {
  readonly storage: Storage
  /** Called with each transaction when it is durable. */
  readonly onCommitted: (transaction: Transaction) => void
  /** Called once when the log can no longer be written. Nothing is acknowledged from then on. */
  readonly onFatal: (error: unknown) => void
}

/**
 * Transactions that are added in the same turn of the event loop share one commit at the end of the turn. After a failed commit,
 * no other is tried: the log would have a gap, and responses would depend on transactions that aren't durable.
 */
export class CommitGroup {
  readonly #options: CommitGroupOptions
  #transactions: Transaction[] = []
  /** The next commit, if anything waits for it. */
  #commit: Commit | undefined
  #flushing: NodeJS.Immediate | undefined
  #failed: { readonly error: SwfError; readonly reason: unknown } | undefined

  constructor(options: CommitGroupOptions) {
    this.#options = options
  }

  /** Set after the first failure: the error for all further requests, and the cause. */
  get failed(): { readonly error: SwfError; readonly reason: unknown } | undefined {
    return this.#failed
  }

  add(transaction: Transaction): void {
    this.#transactions.push(transaction)
    this.#flushing ??= setImmediate(() => this.flush())
  }

  /** Resolves when everything that was added so far is durable. */
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

  /** Stops committing. Everything that waits is rejected. */
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

/** One promise that all waiters of a commit share. */
function commit(): Commit {
  let settle: Omit<Commit, 'promise'>
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
  return { promise, ...settle! }
}
