import type { HistoryEvent } from '@aws-sdk/client-swf'
import {
  decodePayload,
  encodedError,
  encodePayload,
  readContext,
  writeContext,
  type ExecutionContext,
  type PayloadCoder,
} from '@reyield/data/internal'
import type { ReplayReport } from '@reyield/replay'
import { codeOf, shown } from '../logging/shown.ts'

/** The most characters of an execution context (docs/internals/swf-semantics.md §2.1). */
const longestContext = 32_768

/** Characters that a status must leave for an error beside it. */
const roomForError = 1024

/** The most characters of an error's message. */
const longestMessage = 4000

/** The last execution context that events record: that of the last answer with one. */
export function lastContext(events: readonly HistoryEvent[]): string | undefined {
  const last = events.findLast(
    event => event.decisionTaskCompletedEventAttributes?.executionContext !== undefined,
  )
  return last?.decisionTaskCompletedEventAttributes?.executionContext
}

/** The execution context that SWF has, from the whole history. */
export const recordedContext = (events: readonly HistoryEvent[]): ExecutionContext =>
  readContext(lastContext(events))

/**
 * Returns the execution context to send with an answer: the workflow's new status, or the recorded status again, to replace an error
 * that is over. `before`: what SWF has. `undefined` if SWF has it already. If a status can't be sent, the answer is sent without it, with a warning, and the
 * last status stays.
 */
export async function contextOf(
  newStatus: ReplayReport['newStatus'],
  before: ExecutionContext,
  { coder, warn, logPayloads }: Writer,
): Promise<string | undefined> {
  const asRecorded = before.error === undefined ? undefined : writeContext({ status: before.status })
  if (newStatus === undefined) return asRecorded
  try {
    if ('error' in newStatus) throw newStatus.error
    const text = newStatus.text ?? ''
    if (text === (await readable(before.status, coder))) return asRecorded
    const context = writeContext({ status: await encodePayload(text, coder.pipeline, coder.context) })
    if (context.length <= longestContext - roomForError) return context
    warn(
      `The status of the workflow has ${context.length} characters, and the limit is ${longestContext - roomForError}. ` +
        `The last status is kept. Pass less to status(…)`,
    )
  } catch (error) {
    warn(
      `The status of the workflow could not be written, and the last one is kept: ${shown(error, logPayloads)}`,
    )
  }
  return asRecorded
}

/** The settings with which contexts are written. */
interface Writer {
  readonly coder: PayloadCoder
  readonly logPayloads: boolean
  readonly warn: (warning: string) => void
}

/** Whether the recorded status is the workflow's. One that the pipeline can't decode isn't. */
async function readable(
  status: string | undefined,
  { pipeline, context }: PayloadCoder,
): Promise<string | undefined> {
  try {
    return await decodePayload(status, pipeline, context)
  } catch {
    return undefined
  }
}

/**
 * Returns the context of an execution that can't be decided: the error, beside the recorded status. The message is encoded by
 * the pipeline, since it may contain a payload. The code stays readable.
 */
export async function errorContext(
  error: unknown,
  { status }: ExecutionContext,
  writer: Pick<Writer, 'coder' | 'logPayloads'>,
): Promise<string> {
  const code = codeOf(error)
  const whole = shown(error, writer.logPayloads)
  for (let length = Math.min(whole.length, longestMessage); ; length >>= 1) {
    const context = writeContext({
      status,
      error: await encodedError({ code, message: whole.slice(0, length) }, writer.coder),
    })
    if (context.length <= longestContext) return context
    if (length === 0) {
      // the status is of a version that left no space for an error, or the pipeline makes even an empty text long
      if (status === undefined) return writeContext({ error: { code, message: '' } })
      return errorContext(error, {}, writer)
    }
  }
}
