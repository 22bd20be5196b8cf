import { isOutage } from '@reyield/client'
import { checkLength, encodePayload } from '@reyield/data/internal'
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

/** The most characters of a heartbeat's details (docs/internals/swf-semantics.md §2.1). */
export const longestHeartbeat = 2048

/** The heartbeats of one activity task. */
export interface Heartbeats {
  send(this: void, details?: unknown): Promise<void>
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

/** Returns the heartbeats of one task. The first is sent at once; those that follow too soon are postponed and merged. */
export function heartbeatsOf(
  task: ActivityTask,
  serializer: Serializer,
  settings: Settings,
  log: Logger,
  port: HeartbeatPort,
): Heartbeats {
  const { swf, timers, logPayloads } = settings
  const { pipeline, context } = coderFor(task.workflowExecution, settings)
  const ended = new LazyAbortController()
  let lastSent = -Infinity
  let putOff: { text: string | undefined } | undefined

  async function sendNow(text: string | undefined): Promise<void> {
    lastSent = timers.now()
    try {
      const { cancelRequested } = await swf.recordActivityTaskHeartbeat(
        { taskToken: task.taskToken, ...(text === undefined ? {} : { details: text }) },
        { abortSignal: ended.signal },
      )
      if (cancelRequested) port.cancelRequested()
    } catch (error) {
      if (ended.aborted) return
      if (isUnknownTask(error)) port.lost()
      else if (isRefusal(error)) throw error
      else {
        const level = isOutage(error) ? 'debug' : 'warn' // the worker reports an outage once
        log[level](`A heartbeat could not be sent: ${shown(error, logPayloads)}`)
      }
    }
  }

  async function sendLater(): Promise<void> {
    try {
      await timers.sleep(lastSent + interval - timers.now(), { signal: ended.signal })
    } catch {
      return // the activity has ended
    }
    const { text } = putOff!
    putOff = undefined
    await sendNow(text).catch((error: unknown) => port.failed(error))
  }

  return {
    async send(details) {
      const text = serializer.serialize(details)
      const encoded = await encodePayload(text, pipeline, context)
      const what = `The details of a heartbeat of activity '${task.type.name}'`
      const before = encoded === text ? '' : ` (${text!.length} characters before they were encoded)`
      checkLength(encoded, `${what}${before}`, longestHeartbeat)
      if (ended.aborted) return
      if (putOff !== undefined) putOff.text = encoded
      else if (timers.now() >= lastSent + interval) await sendNow(encoded)
      else {
        putOff = { text: encoded }
        void sendLater()
      }
    },
    end: () => ended.abort(),
  }
}
