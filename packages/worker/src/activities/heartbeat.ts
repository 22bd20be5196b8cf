import { isOutage } from '@reyield/client'
import { checkLength, encodePayload, longestHeartbeat } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { LazyAbortController } from './lazy-abort-controller.ts'
import type { ActivityTask } from './poll.ts'
import { shown } from '../logging/shown.ts'
import { isRefusal, isUnknownTask } from '../loop/swf-errors.ts'
import type { Logger } from '../logging/logger.ts'
import { coderFor } from '../options/coder.ts'
import type { Settings } from '../options/worker-options.ts'

/** The shortest time between two heartbeats, in milliseconds. SWF's shortest heartbeat timeout is one second. */
const interval = 500

/** The heartbeats of one activity task. */
export interface Heartbeats {
  /** Returns the function with which the activity sends heartbeats. */
  sender(serializer: Serializer): (this: void, details?: unknown) => Promise<void>
  /** Stops sending heartbeats. */
  end(this: void): void
}

/** The receiver of SWF's responses to heartbeats. */
export interface HeartbeatPort {
  cancelRequested(): void
  /** SWF no longer knows the task. */
  lost(): void
  /** SWF refused a heartbeat that no code awaits. */
  failed(error: unknown): void
}

/**
 * Returns the heartbeats of one task. The first is sent at once; those that follow too soon are postponed and merged. Requests of one task never
 * overlap: otherwise an older one that is repeated could replace the details of a newer one.
 *
 * `every`: the worker also sends heartbeats by itself, so many milliseconds after the last one. SWF keeps the details of the last heartbeat
 * only, so they repeat those of the activity. If SWF refuses one, that is logged once and doesn't fail the activity.
 */
export function heartbeatsOf(
  task: ActivityTask,
  settings: Settings,
  log: Logger,
  port: HeartbeatPort,
  every?: number,
): Heartbeats {
  const { swf, timers, logPayloads } = settings
  const ended = new LazyAbortController()
  const begun = timers.now()
  let lastSent = -Infinity
  /** The details of the activity's last heartbeat. */
  let details: string | undefined
  let putOff = false
  let isLost = false
  let request: { readonly done: Promise<void>; readonly supersede: () => void } | undefined

  /** Sends one heartbeat, if none is under way. Throws what SWF refuses. */
  async function sendNow(): Promise<void> {
    lastSent = timers.now()
    const superseded = new LazyAbortController()
    let done!: () => void
    request = { done: new Promise(resolve => (done = resolve)), supersede: () => superseded.abort() }
    try {
      const { cancelRequested } = await swf.recordActivityTaskHeartbeat(
        { taskToken: task.taskToken, ...(details === undefined ? {} : { details }) },
        { abortSignal: ended.signal, retrySignal: superseded.signal },
      )
      if (cancelRequested) port.cancelRequested()
    } catch (error) {
      if (ended.aborted) return
      if (isUnknownTask(error)) {
        isLost = true
        port.lost()
      } else if (isRefusal(error) && !superseded.aborted) throw error
      else {
        const level = isOutage(error) || superseded.aborted ? 'debug' : 'warn' // the worker reports an outage once
        log[level](`A heartbeat could not be sent: ${shown(error, logPayloads)}`)
      }
    } finally {
      request = undefined
      done()
    }
  }

  async function sendLater(): Promise<void> {
    await request?.done
    try {
      await timers.sleep(lastSent + interval - timers.now(), { signal: ended.signal })
    } catch {
      return // the activity has ended
    }
    putOff = false
    await sendNow().catch((error: unknown) => port.failed(error))
  }

  async function sendByItself(every: number): Promise<void> {
    let warned = false
    for (;;) {
      const wait = Math.max(begun, lastSent) + every - timers.now()
      try {
        if (wait > 0 || putOff) await timers.sleep(putOff ? interval : wait, { signal: ended.signal })
      } catch {
        return // the activity has ended
      }
      if (request !== undefined) await request.done
      if (ended.aborted || isLost) return
      if (putOff || timers.now() < Math.max(begun, lastSent) + every) continue
      await sendNow().catch((error: unknown) => {
        if (!warned) log.warn(`SWF refused an automatic heartbeat: ${shown(error, logPayloads)}`)
        warned = true
      })
    }
  }

  if (every !== undefined) void sendByItself(every)
  return {
    sender: serializer => async given => {
      const { pipeline, context } = coderFor(task.workflowExecution, settings)
      const text = serializer.serialize(given)
      const encoded = await encodePayload(text, pipeline, context)
      const what = `The details of a heartbeat of activity '${task.type.name}'`
      const before = encoded === text ? '' : ` (${text!.length} characters before they were encoded)`
      checkLength(encoded, `${what}${before}`, longestHeartbeat)
      if (ended.aborted) return
      details = encoded
      if (putOff) return
      if (request === undefined && timers.now() >= lastSent + interval) return await sendNow()
      putOff = true
      request?.supersede()
      void sendLater()
    },
    end: () => ended.abort(),
  }
}
