/** What is known about a function of `@reyield/workflow` that makes operations. */
export interface Made {
  /** Whether the workflow may have to wait at its `yield*`, so that a cancel request or the end of a branch can be thrown there. */
  readonly waits: boolean
  /** Whether it takes operations and generators, and runs them. */
  readonly runs: boolean
}

const waiting: Made = { waits: true, runs: false }
const immediate: Made = { waits: false, runs: false }
const composite: Made = { waits: true, runs: true }

/** The functions of `@reyield/workflow` that make operations. A test compares the names with what the package exports. */
export const makers: Readonly<Record<string, Made>> = {
  sleep: waiting,
  child: waiting,
  startChild: waiting,
  cancelExternal: waiting,
  signalExternal: waiting,
  lambda: waiting,
  continueAsNew: waiting,
  sideEffect: immediate,
  patched: immediate,
  now: immediate,
  random: immediate,
  uuid: immediate,
  info: immediate,
  cancelRequests: immediate,
  status: immediate,
  all: composite,
  allSettled: composite,
  any: composite,
  race: composite,
  timeout: composite,
  map: composite,
  retry: composite,
  saga: composite,
  shield: composite,
  fork: { waits: false, runs: true },
}

/** Functions of `@reyield/workflow` that declare what workflows use, and its object `log`. */
export const declarations: readonly string[] = ['workflow', 'activities', 'activity', 'signal', 'log']

/** What activity calls and receivers of signals make. */
export const activityCall: Made = waiting

/** What the functions of `log` make, and `drain()` and `pending()` of a signal. */
export const withoutWaiting: Made = immediate

/** Methods of a declared signal. */
export const signalMethods: Readonly<Record<string, Made>> = {
  receive: waiting,
  drain: immediate,
  pending: immediate,
}

/** Methods of what `yield* fork(…)` and `yield* startChild(…)` return. */
export const handleMethods: Readonly<Record<'fork' | 'child', Readonly<Record<string, Made>>>> = {
  fork: { join: waiting, cancel: waiting },
  child: { result: waiting, signal: waiting, requestCancel: waiting },
}

/** Functions of other packages that take activities as the option `activities`. */
export const activityTakers: Readonly<Record<string, readonly string[]>> = {
  '@reyield/worker': ['createWorker'],
  '@reyield/testing': ['run', 'scenario', 'explore', 'everyCrash', 'everyDeployment'],
}
