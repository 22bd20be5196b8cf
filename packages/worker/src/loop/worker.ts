import { setMaxListeners } from 'node:events'
import { milliseconds } from '@reyield/workflow'
import type { Settings } from '../options/worker-options.ts'
import { registerTypes, type ServedTypes } from './register-types.ts'
import { asDomainError, reporter } from './report.ts'
import type { StopOptions } from './stop.ts'
import { taskLoop, type TaskKind } from './task-loop.ts'
import { catchUncaught } from '../uncaught/owners.ts'

/** A running worker. It polls from its creation on. */
export interface Worker {
  /**
   * Resolves when SWF has answered for the first time and polling has begun. Rejects with UnreachableEndpointError (ENDPOINT_UNREACHABLE)
   * or UnknownDomainError (DOMAIN_UNKNOWN), or with another error of SWF; then the worker has stopped.
   */
  readonly ready: Promise<void>
  /** Resolves when the worker has stopped; rejects as `ready`. */
  readonly stopped: Promise<void>
  /**
   * Stops gracefully: aborts `stopping` of running activities, begins no more polls, waits for those that are open (a
   * task that goes to a dead poll is lost until its timeout; SWF holds a poll for up to 60 seconds; those of a local SWF
   * in this process are ended at once) and for the tasks in hand. You may call it again with less patience.
   *
   * @throws InvalidDurationError (DURATION_INVALID)
   * @example
   * ```ts
   * process.once('SIGTERM', () => void worker.stop({ grace: '25s' }))
   * ```
   */
  stop(options?: StopOptions): Promise<void>
}

/** Registers what a worker serves, then runs a loop for each kind of tasks until the worker is stopped. */
export function startWorker(settings: Settings, types: ServedTypes, kinds: readonly TaskKind[]): Worker {
  const { logger, timers, domain, taskList } = settings
  const stopping = new AbortController()
  const now = new AbortController()
  const stop = { stopping: stopping.signal, now: now.signal }
  setMaxListeners(0, stop.stopping, stop.now) // every poll and every task listens
  const report = reporter(settings)
  const loops = kinds.map(kind => taskLoop(kind, settings, stop, report))
  const running = () => loops.flatMap(loop => [...loop.running])
  let stopAsked = false

  const ready = registerTypes(settings, types, {
    abortSignal: now.signal,
    retrySignal: stopping.signal,
  }).catch((error: unknown) => {
    stopping.abort()
    throw asDomainError(error, domain)
  })

  async function serve(): Promise<void> {
    try {
      await ready
    } catch (error) {
      if (stopAsked) return // it was stopped before it had begun
      report('The worker could not start', error)
      throw error
    }
    logger.info('Polling', { domain, taskList, loops: kinds.map(({ loop }) => loop) })
    await Promise.all(loops.map(loop => loop.poll()))
    if (!now.signal.aborted) await Promise.race([Promise.all(running()), aborted(now.signal)])
    logger.info('Stopped', { domain, taskList })
  }

  const release = catchUncaught()
  const stopped = serve().finally(() => {
    const left = running() // of what still runs after `stop({ now: true })`
    if (left.length === 0) release()
    else void Promise.all(left).then(release)
  })
  stopped.catch(() => undefined) // reported above; who cares awaits it
  ready.catch(() => undefined)
  return {
    ready,
    stopped,
    async stop({ now: atOnce = false, grace } = {}) {
      const patience = grace === undefined ? undefined : milliseconds(grace, 'The grace of a stop')
      stopAsked = true
      if (!stopping.signal.aborted) logger.info('Stopping', { domain, taskList, tasks: running().length })
      stopping.abort(new DOMException('The worker is stopping', 'AbortError'))
      if (atOnce) now.abort(ended())
      const over = new AbortController()
      if (patience !== undefined) {
        void timers.sleep(patience, { signal: over.signal }).then(
          () => now.abort(ended()),
          () => undefined,
        )
      }
      await stopped.catch(() => undefined)
      over.abort()
    },
  }
}

const ended = () => new DOMException('The worker is stopped', 'AbortError')

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
