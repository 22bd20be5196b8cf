/**
 * A local SWF whose clock and faults the console steers: in the same process, or over HTTP. `@reyield/local` has such parts; the console doesn't
 * import it.
 *
 * @example
 * ```ts
 * const controls: LocalControls = { onEvents: listener => listeners.add(listener), now: () => clock.now(), clock: { skipTo }, faults: { set } }
 * ```
 */
export interface LocalControls {
  /** Calls a function with the run of each commit. Returns what ends it. Undefined in another process: SWF's lists are read then. */
  onEvents?(listener: (of: { readonly workflowId: string; readonly runId: string }) => void): () => void
  /** The present time of its clock, in milliseconds since 1970. */
  now(): number
  /** The next timer or timeout of all executions. */
  nextDeadline(): LocalDeadline | undefined
  /** Makes `now` and `nextDeadline` up to date, for a clock of another process. */
  refresh?(): Promise<void>
  /** Skips to a time. Undefined if the clock can't be skipped. */
  readonly skipTo?: ((time: Date) => void | Promise<void>) | undefined
  /** Replaces the injected faults. Undefined if they can't be changed. */
  readonly setFaults?:
    | ((faults: Readonly<Record<string, unknown>> | undefined) => void | Promise<void>)
    | undefined
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
