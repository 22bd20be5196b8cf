/** Holds back the polls of a loop. */
export interface PollGate {
  /** The polls that it holds back now. */
  readonly heldBack: number
  /** Resolves when a poll may begin. The task that it returns is then allowed as well. */
  take(): Promise<void>
  /** The poll has returned no task. */
  giveBack(): void
  /** Releases all current and future waiters: there will be no more polls. */
  close(): void
}
