import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { PayloadPipeline } from '@reyield/data'
import {
  decodePayload,
  encodedError,
  encodePayload,
  readContext,
  writeContext,
  type ExecutionContext,
} from '@reyield/data/internal'
import type { ReplayReport } from '@reyield/replay'
import { codeOf, shown } from '../logging/shown.ts'

/** Amazon SWF API reference, RespondDecisionTaskCompleted. */
const longestContext = 32_768

/** Room that a status leaves for an error beside it, in characters. */
const roomForError = 1024

/** The longest message of an error, in characters. */
const longestMessage = 4000

/** The context that SWF has: that of the last answer that had one. */
export function recordedContext(events: readonly HistoryEvent[]): ExecutionContext {
  const last = events.findLast(
    event => event.decisionTaskCompletedEventAttributes?.executionContext !== undefined,
  )
  return readContext(last?.decisionTaskCompletedEventAttributes?.executionContext)
}

/**
 * The execution context to be sent with an answer: what the workflow has just said of itself if it isn't the recorded status, or the recorded one
 * again in place of an error that is over. `undefined` if SWF has it already. A status that can't be sent never costs an
 * answer: the last one stays, with a warning.
 */
export async function contextOf(
  said: ReplayReport['said'],
  events: readonly HistoryEvent[],
  { pipeline, warn, logPayloads }: Writer,
): Promise<string | undefined> {
  const before = recordedContext(events)
  const asRecorded = before.error === undefined ? undefined : writeContext({ status: before.status })
  if (said === undefined) return asRecorded
  try {
    if ('error' in said) throw said.error
    const text = said.text ?? ''
    if (text === (await readable(before.status, pipeline))) return asRecorded
    const context = writeContext({ status: await encodePayload(text, pipeline) })
    if (context.length <= longestContext - roomForError) return context
    warn(
      `The status of the workflow has ${context.length} characters, ${longestContext - roomForError} are possible: ` +
        `the last one is kept. Say less in status(…)`,
    )
  } catch (error) {
    warn(
      `The status of the workflow could not be written, and the last one is kept: ${shown(error, logPayloads)}`,
    )
  }
  return asRecorded
}

/** What contexts are written with. */
interface Writer {
  readonly pipeline: PayloadPipeline
  readonly logPayloads: boolean
  readonly warn: (warning: string) => void
}

/** A recorded status that the pipeline can't decode is another one than the workflow's. */
async function readable(status: string | undefined, pipeline: PayloadPipeline): Promise<string | undefined> {
  try {
    return await decodePayload(status, pipeline)
  } catch {
    return undefined
  }
}

/**
 * The context of an execution that can't be decided: the error, beside the last status as it is recorded. The message goes through
 * the pipeline, as all that may tell of a payload; the code stays readable.
 */
export async function errorContext(
  error: unknown,
  { status }: ExecutionContext,
  writer: Pick<Writer, 'pipeline' | 'logPayloads'>,
): Promise<string> {
  const code = codeOf(error)
  const whole = shown(error, writer.logPayloads)
  for (let length = Math.min(whole.length, longestMessage); ; length >>= 1) {
    const context = writeContext({
      status,
      error: await encodedError({ code, message: whole.slice(0, length) }, writer.pipeline),
    })
    if (context.length <= longestContext) return context
    if (length === 0) {
      // a status of another version, which left no room; or a pipeline that makes even nothing long
      if (status === undefined) return writeContext({ error: { code, message: '' } })
      return errorContext(error, {}, writer)
    }
  }
}
