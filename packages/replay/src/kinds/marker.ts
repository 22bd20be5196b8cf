import { failureFromWire, failureToWire } from '@reyield/data/internal'
import type { PatchedOperation, SideEffectOperation } from '@reyield/workflow'
import { mark } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import { MarkerRefusedError } from '../errors/history.ts'
import { textOf, type Input } from '../ledger/input.ts'
import type { MarkerPort } from '../verdicts/markers.ts'
import { refusalError } from '../verdicts/refusal.ts'
import { decode } from '../history/payload.ts'
import { called } from '../program/kind.ts'
import { payloadRefusal } from '../verdicts/payload.ts'
import { errorOf } from '../verdicts/refusals.ts'
import type { DecisionOf, Answered, Waiting } from './kind.ts'

export const sideEffect = {
  runs: 'waiting',
  numbered: true,
  describe: called('sideEffect'),
  events: 1,
  ask: (operation, { markers }, coroutine, id) => markers.sideEffect(operation, id, coroutine),
  record: {
    MarkerRecorded(_, engine, event) {
      const mismatch = engine.markers.record(event, engine.definition.retired)
      if (mismatch === undefined) return 'matched'
      const id = event.markerRecordedEventAttributes!.markerName
      return { mismatch, recorded: { id, type: undefined } }
    },
    /** M6: the program has used the value already, and it is lost. Only a missing permission can be the cause. */
    RecordMarkerFailed({ markerName, cause }, _, { eventId }) {
      throw new MarkerRefusedError(eventId!, markerName!, cause!)
    },
  },
} satisfies Waiting<SideEffectOperation<unknown>>

export const patched = {
  runs: 'immediate',
  numbered: false,
  describe: called('patched'),
  answer(operation, { markers, trace }, coroutine) {
    trace?.placed(`p${operation.id}`, coroutine, operation)
    return { value: markers.patched(operation.id) }
  },
} satisfies Answered<PatchedOperation>

/** The program gets the value at once; the marker is recorded with the answer. */
export function recordMarker(markerName: string, details: string | undefined): DecisionOf<'RecordMarker'> {
  return {
    decisionType: 'RecordMarker',
    recordMarkerDecisionAttributes: { markerName, ...(details === undefined ? {} : { details }) },
  }
}

/** Converts the results of side effects to the details of markers, and back. */
export const sideEffects = (engine: () => Engine): MarkerPort => ({
  evaluate(operation, id) {
    const { serializer, attempts } = engine()
    const evaluated = (attempts.evaluated ??= new Map<string, Input>())
    const input = evaluated.get(id) ?? detailsOf(operation, engine())
    evaluated.set(id, input)
    const refusal = payloadRefusal(input, serializer, `The value of side effect '${id}'`, engine())
    if (refusal === undefined) return { details: textOf(input) }
    return { refusal: JSON.stringify(refusal), error: refusalError(refusal) }
  },
  refused: (details, operation) => ({ error: errorOf(details, operation, engine()) }),
  read(details, eventId) {
    const { serializer, delivered } = engine()
    const envelope =
      details?.startsWith(begin) === true ? (JSON.parse(details) as { value?: string }) : undefined
    if (envelope !== undefined && !('value' in envelope)) return { error: failureFromWire({ details }) }
    const text = envelope === undefined ? details : envelope.value
    return {
      value: decode(
        text,
        serializer,
        { eventId: eventId ?? delivered!.eventId! },
        () => 'the value of a side effect',
      ),
    }
  },
  wake: (coroutine, outcome) => engine().scheduler.wake(coroutine, outcome),
})

/** Runs the function of a side effect. An error that it throws is recorded like a value. */
function detailsOf(
  operation: SideEffectOperation<unknown>,
  { inputs, errorData, taskStarted }: Engine,
): Input {
  let value: unknown
  try {
    value = operation.run(new Date(taskStarted!))
    if (typeof (value as { then?: unknown } | undefined)?.then === 'function') {
      throw new TypeError(
        'The function of sideEffect returned a promise. Code that waits belongs in an activity',
      )
    }
  } catch (error) {
    return { text: failureToWire(error, { errorData }).details }
  }
  const written = inputs.value(value)
  return 'error' in written ? written : { text: wrapped(written.text) }
}

mark('step', detailsOf)

/** The beginning of an envelope: of a failure, or of a value that looks like an envelope. */
const begin = '{"reyield":'

const wrapped = (text: string | undefined) =>
  text?.startsWith(begin) === true ? JSON.stringify({ reyield: 1, value: text }) : text
