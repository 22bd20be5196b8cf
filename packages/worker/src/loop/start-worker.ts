import { setMaxListeners } from 'node:events'
import { milliseconds } from '@reyield/workflow'
import type { Settings } from '../options/worker-options.ts'
import { whyUnready } from '../health/readiness.ts'
import { serveHealth } from '../health/server.ts'
import { registerTypes, type ServedTypes } from './register-types.ts'
import { asDomainError, reporter } from './report.ts'
import { taskLoop, type TaskKind } from './task-loop.ts'
import { catchUncaught } from '../uncaught/owners.ts'
import { InterceptorError } from '../errors.ts'
import { neverThrows } from '../logging/logger.ts'
import type { Worker, WorkerState } from './worker.ts'

/**
 * Registers the worker's types, then runs a loop for each kind of task until the worker is stopped. `close` ends what was started for it.
 */
export function startWorker(
  settings: Settings,
  types: (now: AbortSignal) => Promise<ServedTypes>,
  kinds: readonly TaskKind[],
  close: () => Promise<void>,
): Worker {
  const { logger, timers, domain, taskList } = settings
  const stopping = new AbortController()
  const now = new AbortController()
  const stop = { stopping: stopping.signal, now: now.signal }
  setMaxListeners(0, stop.stopping, stop.now) // every poll and every task adds a listener
  const report = reporter(settings)
  const loops = kinds.map(kind => taskLoop(kind, settings, stop, report))
  const running = () => loops.flatMap(loop => [...loop.running])
  let stopAsked = false
  let pollingSince: number | undefined
  let over = false

  const call = { abortSignal: now.signal, retrySignal: stopping.signal }
  const ready = types(now.signal)
    .then(types => registerTypes(settings, types, call))
    .catch((error: unknown) => {
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
    pollingSince = timers.now()
    logger.info('Polling', { domain, taskList, loops: kinds.map(({ loop }) => loop) })
    await Promise.all(loops.map(loop => loop.poll()))
    if (!now.signal.aborted) await Promise.race([Promise.all(running()), aborted(now.signal)])
    logger.info('Stopped', { domain, taskList })
  }

  const release = catchUncaught()
  const serveAndClose = async () => {
    try {
      await serve()
    } finally {
      for (const { cache } of kinds) cache?.clear()
      await close()
      over = true
      const left = running() // tasks that still run after `stop({ now: true })`
      if (left.length === 0) release()
      else void Promise.all(left).then(release)
    }
  }
  const stopped = serveAndClose()
  stopped.catch(() => undefined) // reported above; the rejection is handled here for callers that don't await it
  ready.catch(() => undefined)
  const stateNow = (): WorkerState => {
    if (over) return 'stopped'
    if (stopping.signal.aborted) return 'stopping'
    return pollingSince === undefined ? 'starting' : 'polling'
  }
  const worker: Worker = {
    domain,
    taskList,
    get state() {
      return stateNow()
    },
    ready,
    stopped,
    async stop({ now: atOnce = false, grace } = {}) {
      const wait = grace === undefined ? undefined : milliseconds(grace, 'The grace of a stop')
      stopAsked = true
      if (!stopping.signal.aborted) logger.info('Stopping', { domain, taskList, tasks: running().length })
      stopping.abort(new DOMException('The worker is stopping', 'AbortError'))
      if (atOnce) now.abort(ended())
      const settled = new AbortController()
      if (wait !== undefined) {
        void timers.sleep(wait, { signal: settled.signal }).then(
          () => now.abort(ended()),
          () => undefined,
        )
      }
      await stopped.catch(() => undefined)
      settled.abort()
    },
    cacheStats: () => kinds.find(({ cache }) => cache !== undefined)?.cache?.stats,
    stats: () => ({
      state: stateNow(),
      pollingSince,
      ...Object.fromEntries(loops.map(loop => [loop.name, loop.stats()])),
    }),
    async serveHealth(options) {
      const server = await serveHealth(options, {
        unready: () => whyUnready(worker.stats(), timers.now()),
        failed: error => report('The metrics of a worker could not be read', error),
      })
      void stopped.catch(() => undefined).then(() => server.close())
      return server
    },
  }
  for (const created of settings.interceptors.worker) {
    neverThrows(
      () => created(worker),
      error => report('An interceptor of a worker failed', new InterceptorError('worker', { cause: error })),
    )
  }
  return worker
}

const ended = () => new DOMException('The worker is stopped', 'AbortError')

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
