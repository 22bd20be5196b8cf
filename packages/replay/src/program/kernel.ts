import type { Coroutine, Outcome } from './coroutine.ts'

/** What the parts of the scheduler may do with coroutines. */
export interface Kernel {
  /** Puts the start of a new coroutine into the queue. */
  start(coroutine: Coroutine): void
  /** Gives a waiting coroutine the outcome of what it waits for. */
  wake(coroutine: Coroutine, outcome: Outcome): void
  /** Throws the token at a coroutine: its branch has ended (C3). What a shield of it threw goes before; it's not lost. */
  throwEnded(coroutine: Coroutine, shielded?: Outcome): void
  /** Ends a coroutine (C3). */
  end(coroutine: Coroutine): void
  /** Whether an error is the cancel request's own, or caused by it: then it passes every composite (C8). */
  comesOfCancel(error: unknown): boolean
  warn(warning: string): void
  /** The program's own stack frames where an operation was made or yielded, innermost first; none without `trace`. */
  linesOf(operation: object): string[]
  /** Puts an operation into words. */
  readonly describe: (operation: unknown) => string
  /** A composite has settled. */
  settled(): void
}
