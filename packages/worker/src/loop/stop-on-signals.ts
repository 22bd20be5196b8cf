import { constants } from 'node:os'
import { InvalidOptionError } from '@reyield/client'
import { milliseconds, type Duration } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'
import type { Worker } from './worker.ts'

/**
 * The options of `stopOnSignals`.
 *
 * @example
 * ```ts
 * const options: StopOnSignalsOptions = { grace: '110s', signals: ['SIGTERM'] }
 * await stopOnSignals(worker, options)
 * ```
 */
export interface StopOnSignalsOptions {
  /**
   * How long the workers wait after the first signal for open polls and running tasks. After that they stop at once. It must be shorter than
   * the time after which the process is killed: Kubernetes and ECS wait 30 seconds by default. Default 25 seconds.
   */
  readonly grace?: Duration
  /** The signals that stop the workers. Default SIGTERM, which containers and service managers send, and SIGINT, which is Ctrl-C. */
  readonly signals?: readonly NodeJS.Signals[]
}

/** 25 seconds are within the 30 that Kubernetes and ECS wait by default. */
const defaultGrace = '25s'
const defaultSignals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT']

/**
 * Stops workers when their process gets a signal. Resolves when all of them have stopped, with the signal, or with undefined if no signal
 * has stopped them.
 *
 * - The **first signal** stops them gracefully: no poll begins, activities see `stopping`, and the workers wait for open polls and running
 *   tasks. After `grace` they stop as at a second signal.
 * - The **second signal** stops them at once: open polls and the `signal` of running activities are aborted, and nothing is waited for.
 * - At a **third signal**, Node's default ends the process, as the handlers are removed after the second.
 *
 * The process isn't ended from here. Node ends it, with exit code 0, when nothing keeps it open: close what your activities use when the
 * promise has resolved. An activity that ignores its `signal` keeps it open, too.
 *
 * If one worker can't start, the others stop, and the promise rejects with the error of that worker.
 *
 * @throws InvalidDurationError (DURATION_INVALID), InvalidOptionError (OPTION_INVALID)
 * @example
 * ```ts
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', activities })
 * await stopOnSignals(worker, { grace: '25s' })
 * await database.end() // no activity needs it any longer
 * ```
 */
export function stopOnSignals(
  workers: Worker | readonly Worker[],
  options: StopOnSignalsOptions = {},
): Promise<NodeJS.Signals | undefined> {
  const { grace = defaultGrace, signals = defaultSignals } = options
  milliseconds(grace, 'The grace of stopOnSignals') // an invalid one must not show at the first signal
  const all = [workers].flat() as readonly Worker[]
  for (const signal of signals) checkSignal(signal)

  let first: NodeJS.Signals | undefined
  const stop = (options: Parameters<Worker['stop']>[0]) => {
    for (const worker of all) void worker.stop(options)
  }
  const received = (signal: NodeJS.Signals) => {
    if (first === undefined) {
      first = signal
      stop({ grace })
    } else {
      stop({ now: true })
      remove()
    }
  }
  const remove = () => {
    for (const signal of signals) process.removeListener(signal, received)
  }
  for (const signal of signals) process.on(signal, received)

  const stopped = all.map(worker => worker.stopped)
  return Promise.all(stopped)
    .catch(async (error: unknown) => {
      stop({ grace }) // a worker could not start
      await Promise.allSettled(stopped)
      throw error
    })
    .then(() => first)
    .finally(remove)
}

/** Node can't have a handler for these. */
const uncatchable: readonly unknown[] = ['SIGKILL', 'SIGSTOP']

/** @throws InvalidOptionError (OPTION_INVALID) */
function checkSignal(signal: unknown): void {
  if (typeof signal === 'string' && Object.hasOwn(constants.signals, signal) && !uncatchable.includes(signal))
    return
  throw new InvalidOptionError(
    'A signal of stopOnSignals',
    typeof signal === 'string' ? `'${signal}'` : describeType(signal),
    `the name of a signal that a process can handle, such as 'SIGTERM'`,
  )
}
