/**
 * What every contender runs, by the number of steps. A step returns `{ ok: true, i }`, where `i` is its number. An execution returns
 * `{ last, n }`: the result of its last step and how many steps it had.
 */
export const workloads = {
  /** One step. */
  hello: 1,
  /** One step after the other. */
  serial3: 3,
  serial100: 100,
  /** All steps at once. */
  par5: 5,
  fan1000: 1000,
} as const

/** The name of a workload. */
export type Workload = keyof typeof workloads

/** The result of a step. */
export interface StepResult {
  readonly ok: true
  readonly i: number
}

/** The result of an execution. */
export interface WorkloadResult {
  readonly last: StepResult | undefined
  readonly n: number
}
