/**
 * The second argument of an activity: the ActivityContext of `@reyield/worker`, which this package doesn't import. Types use it to
 * distinguish a context from a second input. A test in the worker's package compares the two.
 */
export interface ContextLike {
  readonly activityId: string
  readonly activityType: { readonly name: string; readonly version: string }
  readonly workflowExecution: { readonly workflowId: string; readonly runId: string }
  readonly taskToken: string
  readonly signal: Signal
  readonly stopping: Signal
  readonly log: Readonly<
    Record<'debug' | 'info' | 'warn' | 'error', (message: string, fields?: object) => void>
  >
  readonly heartbeat: (this: void, details?: unknown) => Promise<void>
}

/** The process's own AbortSignal. Programs that have neither Node's types nor those of browsers don't have one. */
// oxlint-disable-next-line typescript/no-explicit-any -- such programs cannot declare a signal to compare it with
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : any
