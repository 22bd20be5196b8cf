import type { Coroutine, Outcome } from './coroutine.ts'

/** The scheduler as its parts see it. */
export interface Kernel {
  /** Queues the start of a new coroutine. */
  start(coroutine: Coroutine): void
  /** Resumes a waiting coroutine with the outcome of its operation. */
  wake(coroutine: Coroutine, outcome: Outcome): void
  /**
   * Throws the token into a coroutine, since its branch has ended (C3). An error of its shield is thrown instead, so that it isn't
   * lost.
   */
  throwEnded(coroutine: Coroutine, shielded?: Outcome): void
  /** Ends a coroutine (C3). */
  end(coroutine: Coroutine): void
  /** Whether an error is the cancel request's own, or caused by it. Then it passes through every composite (C8). */
  comesOfCancel(error: unknown): boolean
  warn(warning: string): void
  /** The program's stack frames where an operation was created or yielded, innermost first; none without `trace`. */
  linesOf(operation: object): string[]
  /** Describes an operation for messages. */
  readonly describe: (operation: unknown) => string
  /** A composite has settled. */
  settled(): void
}
