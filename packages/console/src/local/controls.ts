/**
 * A local SWF in the same process. `@reyield/local` has such parts; the console doesn't import it.
 *
 * @example
 * ```ts
 * const controls: LocalControls = { onEvents: listener => listeners.add(listener), now: () => clock.now(), clock: { skipTo }, faults: { set } }
 * ```
 */
export interface LocalControls {
  /** Calls a function with the run of each commit. Returns what ends it. */
  onEvents(listener: (of: { readonly workflowId: string; readonly runId: string }) => void): () => void
  /** The present time of its clock, in milliseconds since 1970. */
  now(): number
  /** The next timer or timeout of all executions. */
  nextDeadline(): LocalDeadline | undefined
  /** Skips to a time. Undefined if the clock can't be skipped. */
  readonly skipTo?: ((time: Date) => void) | undefined
  /** Replaces the injected faults. Undefined if they can't be changed. */
  readonly setFaults?: ((faults: Readonly<Record<string, unknown>> | undefined) => void) | undefined
}

/** The next timer or timeout of a local SWF. */
export interface LocalDeadline {
  readonly at: Date
  readonly kind: 'timer' | 'activity' | 'decision' | 'lambda' | 'execution'
  readonly id: string | undefined
  readonly workflowId: string
  readonly runId: string
  /** Whether a worker has the task and may still complete it. */
  readonly running: boolean
}
