import type { HistoryEvent } from '@aws-sdk/client-swf'
import { UnreadablePayloadError } from '@reyield/data'
import { whyUnreadable } from '@reyield/data/internal'
import { isReyieldError, type LookOperation, type ReceiveOperation, type Serializer } from '@reyield/workflow'
import { withStackLimit, issuesOf } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import { invalidDetails, invalidInput, readVerdict, type UnreadableVerdict } from '../verdicts/unreadable.ts'
import { verdictMarker } from '../verdicts/verdict-markers.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'
import { decode } from '../history/payload.ts'
import type { Answered, Waiting } from './kind.ts'

export const receive = {
  runs: 'waiting',
  numbered: false,
  describe: ({ signalName }) => `receive of signal '${signalName}'`,
  ask: receiveNext,
  deliver: {
    WorkflowExecutionSignaled({ signalName }, engine, event) {
      if (engine.ahead.wasDrained(event)) return
      engine.channels.deliver(signalName!, event)
    },
  },
} satisfies Waiting<ReceiveOperation<unknown>>

const looking = {
  runs: 'immediate',
  numbered: false,
  describe: ({ kind, signalName }) => `${kind}() of signal '${signalName}'`,
  answer: look,
} satisfies Answered<LookOperation<unknown>>

export const drain = looking
export const pending = looking

/** Receives the next signal: at once if there is one, else the coroutine waits. */
function receiveNext(
  operation: ReceiveOperation<unknown>,
  engine: Engine,
  coroutine: Coroutine,
): Outcome | Wait {
  const { channels, scheduler } = engine
  for (;;) {
    const event = channels.next(operation.signalName)
    if (event === undefined) break
    const outcome = read(event, operation, engine, coroutine)
    if (outcome !== 'skipped') return outcome
  }
  return channels.wait(operation.signalName, coroutine, event => {
    const outcome = read(event, operation, engine, coroutine)
    if (outcome === 'skipped') return false
    scheduler.wake(coroutine, outcome)
    return true
  })
}

/**
 * Returns the signals so far, and never waits. If a `drain` finds a signal that it has to throw, it takes only that one. The
 * next `drain` returns the others.
 */
function look(operation: LookOperation<unknown>, engine: Engine): Outcome {
  const { channels, ahead } = engine
  const { kind, signalName } = operation
  const buffered = channels.buffered(signalName)
  const take = (event: HistoryEvent) => {
    if (!channels.remove(signalName, event)) ahead.drain(event)
  }
  const values: unknown[] = []
  const taken: HistoryEvent[] = []
  for (const event of [...buffered, ...upcoming(signalName, engine)]) {
    if (kind === 'pending') {
      if (verdictOn(event, operation, engine)?.on === 'skip') take(event)
      else taken.push(event)
      continue
    }
    const outcome = read(event, operation, engine)
    if (outcome === 'skipped' || 'error' in outcome) take(event)
    if (outcome === 'skipped') continue
    if ('error' in outcome) return outcome
    values.push(outcome.value)
    taken.push(event)
  }
  if (kind === 'pending') return { value: taken.length }
  taken.forEach(take)
  return { value: values }
}

/**
 * S1: the signals of this episode that are not delivered yet, unless a coroutine waits for the next one. A marker records how far
 * the program has looked; in a completed episode it looks exactly as far.
 */
function upcoming(name: string, { channels, ahead, markers }: Engine): readonly HistoryEvent[] {
  ahead.looked = true
  if (channels.isAwaited(name)) return []
  const found = ahead.signals(name)
  if (found.length === 0) return []
  const horizon = markers.horizon ?? ahead.horizon
  const within = found.filter(event => event.eventId! <= horizon)
  if (within.length === 0) return []
  return markers.verdict(verdictMarker.lookedAhead(horizon), () => ({ details: undefined })) ? within : []
}

/** What the receiver of a signal gets. */
function read(
  event: HistoryEvent,
  operation: ReceiveOperation<unknown> | LookOperation<unknown>,
  engine: Engine,
  coroutine?: Coroutine,
): Outcome | 'skipped' {
  const { signalName, serializer = engine.serializer } = operation
  if (!('carried' in event)) engine.trace?.received(event.eventId!, signalName, operation, coroutine)
  const { input } = event.workflowExecutionSignaledEventAttributes!
  const verdict = verdictOn(event, operation, engine)
  if (verdict !== undefined) {
    const { on, invalid } = verdict
    const what = `Signal '${signalName}' of event ${event.eventId}`
    if (on === 'skip') return 'skipped'
    if (invalid !== undefined) return { error: invalidInput(what, invalid) }
    const unreadable = () => new UnreadablePayloadError(serializer.name, input ?? '', `${what} can't be read`)
    return { error: withStackLimit(0, unreadable) } // it gets the program's frames where it's thrown
  }
  return { value: decode(input, readerOf(event, serializer), event, () => `the signal '${signalName}'`) }
}

/**
 * S2: whether a signal is skipped or thrown, since it can't be read or is invalid. This is decided when the program first looks at it,
 * and recorded, so that later changes of serializer, schema or option change nothing.
 */
function verdictOn(
  event: HistoryEvent,
  operation: ReceiveOperation<unknown> | LookOperation<unknown>,
  engine: Engine,
): UnreadableVerdict | undefined {
  const { signalName, serializer = engine.serializer } = operation
  const { verdicts } = engine.channels
  const known = verdicts.get(event)
  if (known !== undefined) return known
  const verdict = engine.markers.verdict(verdictMarker.unreadable(keyOf(event)), () => {
    const details = detailsOf(event, serializer, operation)
    return details === undefined ? undefined : { details }
  })
  if (verdict === undefined) return undefined
  const found = readVerdict(verdict.details)
  verdicts.set(event, found)
  if (found.on === 'skip') {
    const signal = `Signal '${signalName}' of event ${event.eventId}`
    engine.warnings.push(
      found.invalid === undefined
        ? `${signal} was dropped, since the serializer '${serializer.name}' can't read it. Send it again as that serializer ` +
            `writes it (handle.signal(…) does). If valid signals are dropped, the wrong serializer is deployed`
        : `${signal} was dropped, since its schema refuses ${found.invalid.join(', ')}. Send it again with a value that the ` +
            `schema accepts (handle.signal(…) checks it). If valid signals are dropped, the wrong schema is deployed`,
    )
  }
  return found
}

/**
 * The details of the verdict on a signal. Only two kinds of errors count: the serializer's own, and refusals of the schema. Any other
 * error holds the execution.
 */
function detailsOf(
  event: HistoryEvent,
  serializer: Serializer,
  { signalName, schema, onUnreadable }: ReceiveOperation<unknown> | LookOperation<unknown>,
): string | undefined {
  let value: unknown
  try {
    value = readerOf(event, serializer).deserialize(event.workflowExecutionSignaledEventAttributes!.input)
  } catch (error) {
    const isUnreadable = isReyieldError(error, 'PAYLOAD_UNREADABLE') || error === whyUnreadable(event)
    return isUnreadable ? onUnreadable : undefined // the error is thrown where the value is read
  }
  const issues = schema && issuesOf(schema, value, `Signal '${signalName}' of event ${event.eventId}`)
  return issues && invalidDetails(onUnreadable, issues)
}

/** The serializer, or one that throws if the pipeline could not read the signal. */
function readerOf(event: HistoryEvent, serializer: Serializer): Serializer {
  const problem = whyUnreadable(event)
  if (problem === undefined) return serializer
  return {
    ...serializer,
    deserialize() {
      throw problem
    },
  }
}

/** The id of a signal's event. For a carried signal, followed by its number among the carried ones. */
const keyOf = (event: HistoryEvent & { readonly carried?: number }) =>
  event.carried === undefined ? String(event.eventId) : `${event.eventId}.${event.carried}`
