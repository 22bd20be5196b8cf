import { setMaxListeners } from 'node:events'
import { milliseconds } from '@reyield/workflow'
import type { Settings } from '../options/worker-options.ts'
import { registerTypes, type ServedTypes } from './register-types.ts'
import { asDomainError, reporter } from './report.ts'
import type { StopOptions } from './stop.ts'
import type { CacheStats } from '../cache/replay-cache.ts'
import { taskLoop, type TaskKind } from './task-loop.ts'
import { catchUncaught } from '../uncaught/owners.ts'

/**
 * A running worker. It begins to poll when it is created.
 *
 * @example
 * ```ts
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'orders', workflows: [order] })
 * await worker.ready
 * process.once('SIGTERM', () => void worker.stop({ grace: '25s' }))
 * await worker.stopped
 * ```
 */
export interface Worker {
  /**
   * Resolves when SWF has responded for the first time and polling has begun. Rejects with UnreachableEndpointError (ENDPOINT_UNREACHABLE)
   * or UnknownDomainError (DOMAIN_UNKNOWN), or with another error of SWF. Then the worker has stopped.
   */
  readonly ready: Promise<void>
  /** Resolves when the worker has stopped. Rejects if `ready` does. */
  readonly stopped: Promise<void>
  /**
   * Stops gracefully: aborts `stopping` of running activities, stops polling, and waits for open polls and for running tasks. SWF
   * holds a poll for up to 60 seconds, and a task sent to an aborted poll is lost until its timeout. Polls of a local SWF in this process
   * are ended at once. You may call it again with a shorter `grace`.
   *
   * @throws InvalidDurationError (DURATION_INVALID)
   * @example
   * ```ts
   * process.once('SIGTERM', () => void worker.stop({ grace: '25s' }))
   * ```
   */
  stop(options?: StopOptions): Promise<void>
  /**
   * The figures of the cache of replays at this moment; `undefined` for a worker without workflows or with `cache: false`.
   *
   * @example
   * ```ts
   * const { hits, misses, executions } = worker.cacheStats() ?? {}
   * ```
   */
  cacheStats(): CacheStats | undefined
}

/** Registers the worker's types, then runs a loop for each kind of task until the worker is stopped. */
export function startWorker(settings: Settings, types: ServedTypes, kinds: readonly TaskKind[]): Worker {
  const { logger, timers, domain, taskList } = settings
  const stopping = new AbortController()
  const now = new AbortController()
  const stop = { stopping: stopping.signal, now: now.signal }
  setMaxListeners(0, stop.stopping, stop.now) // every poll and every task adds a listener
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
      if (stopAsked) return // it was stopped before polling began
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
    for (const { cache } of kinds) cache?.clear()
    const left = running() // tasks that still run after `stop({ now: true })`
    if (left.length === 0) release()
    else void Promise.all(left).then(release)
  })
  stopped.catch(() => undefined) // reported above; the rejection is handled here for callers that don't await it
  ready.catch(() => undefined)
  return {
    ready,
    stopped,
    async stop({ now: atOnce = false, grace } = {}) {
      const wait = grace === undefined ? undefined : milliseconds(grace, 'The grace of a stop')
      stopAsked = true
      if (!stopping.signal.aborted) logger.info('Stopping', { domain, taskList, tasks: running().length })
      stopping.abort(new DOMException('The worker is stopping', 'AbortError'))
      if (atOnce) now.abort(ended())
      const over = new AbortController()
      if (wait !== undefined) {
        void timers.sleep(wait, { signal: over.signal }).then(
          () => now.abort(ended()),
          () => undefined,
        )
      }
      await stopped.catch(() => undefined)
      over.abort()
    },
    cacheStats: () => kinds.find(({ cache }) => cache !== undefined)?.cache?.stats,
  }
}

const ended = () => new DOMException('The worker is stopped', 'AbortError')

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
