import type { HistoryEvent } from '@aws-sdk/client-swf'
import { unpackInput } from '@reyield/data/internal'
import { CanceledError, InvalidDefinitionError, isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { issuesOf, mark } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import { InvalidHistoryError } from '../errors/history.ts'
import { inShort } from '../errors/in-short.ts'
import { invalidDetails, invalidInput, readVerdict } from '../verdicts/unreadable.ts'
import { verdictMarker } from '../verdicts/verdict-markers.ts'
import type { Steppable } from '../program/step.ts'
import { carriedSignal } from '../history/carried.ts'
import { decode } from '../history/payload.ts'
import type { AttributesOf, EventOwner, Verdict } from './kind.ts'
import { closeRefusedFor } from '../history/undecided.ts'

/** The events of the execution itself, which belong to no operation: its start, cancel requests, and the close. */
export const execution = {
  deliver: {
    WorkflowExecutionStarted(
      attributes: AttributesOf<'WorkflowExecutionStarted'> | undefined,
      engine,
      event,
    ) {
      if (attributes === undefined) throw new InvalidHistoryError(event.eventId, 'its attributes are missing')
      engine.begun = event
      const carried = unpackInput(attributes.input)
      const what = () => `the input of workflow '${engine.definition.name}'`
      const input = () => decode(carried.input, engine.serializer, event, what)
      const invalid = invalidStart(input, event, engine)
      if (invalid !== undefined) {
        engine.outcome = { error: invalid }
        engine.startRefused = true
      } else begin(input(), engine)
      carried.signals.forEach((signal, index) => {
        engine.channels.deliver(signal.name, carriedSignal(signal, index + 1, event))
      })
      if (carried.cancel) requestCancel(engine) // C10: no coroutine of the previous run got it
    },
    /** SWF's cancel requests are cooperative: the program gets an error and decides what to do (C7). */
    WorkflowExecutionCancelRequested: (_, engine) => requestCancel(engine),
  },
  record: {
    WorkflowExecutionCompleted: closes(({ outcome }) => outcome !== undefined && 'value' in outcome),
    WorkflowExecutionFailed: closes(
      ({ outcome, scheduler }) =>
        outcome !== undefined && 'error' in outcome && !scheduler.isCancel(outcome.error),
    ),
    WorkflowExecutionCanceled: closes(
      ({ outcome, scheduler }) =>
        outcome !== undefined && 'error' in outcome && scheduler.isCancel(outcome.error),
    ),
    WorkflowExecutionContinuedAsNew: closes(
      ({ outcome }) => outcome !== undefined && 'continueAsNew' in outcome,
    ),
    CompleteWorkflowExecutionFailed: closeRefused,
    FailWorkflowExecutionFailed: closeRefused,
    CancelWorkflowExecutionFailed: closeRefused,
    ContinueAsNewWorkflowExecutionFailed: closeRefused,
  },
} satisfies EventOwner

function begin(input: unknown, engine: Engine): void {
  try {
    engine.scheduler.startRoot(run(engine.definition, input))
  } catch (error) {
    if (isReyieldError(error, 'DEFINITION_INVALID')) throw error
    engine.outcome = { error } // the destructuring of its parameter threw, before the first step
  }
}

/**
 * Returns an error if the schema refuses the program's input. This is decided in the open episode of the first decision task and
 * recorded (M7, M9), so that another schema in a later deployment changes nothing. For an input that can't be read, nothing is
 * recorded: it holds the execution.
 */
function invalidStart(
  input: () => unknown,
  { eventId }: HistoryEvent,
  { definition, markers }: Engine,
): Error | undefined {
  const what = `The input of workflow '${definition.name}'`
  const verdict = markers.verdict(verdictMarker.unreadable(String(eventId)), () => {
    const issues = definition.input && issuesOf(definition.input, input(), what)
    return issues && { details: invalidDetails('throw', issues) }
  })
  return verdict && invalidInput(what, readVerdict(verdict.details).invalid ?? [])
}

function run(definition: AnyWorkflow, input: unknown): Steppable {
  const program: unknown = (definition.run as (input: unknown) => unknown)(input)
  if (typeof program === 'object' && program !== null && 'next' in program) return program as Steppable
  throw new InvalidDefinitionError(
    `Workflow '${definition.name}' can't run, since it isn't a generator function. Write function* or async function*`,
  )
}

mark('step', run)

function requestCancel(engine: Engine): void {
  engine.cancelRequests++
  engine.scheduler.cancel(new CanceledError())
}

/** A recorded close must be the one with which the program has ended. */
function closes(fits: (engine: Engine) => boolean): (_: unknown, engine: Engine) => Verdict {
  return (_, engine) => {
    if (!fits(engine)) return mismatch(ending(engine))
    engine.closed = true
    return 'matched'
  }
}

function ending({ outcome, scheduler, logPayloads }: Engine): string {
  if (outcome === undefined) return 'has not ended there'
  if ('value' in outcome) return 'has completed there'
  if ('continueAsNew' in outcome) return 'continues as new there'
  return scheduler.isCancel(outcome.error)
    ? 'was canceled there'
    : `has failed there: ${inShort(outcome.error, logPayloads)}`
}

/** A refused close stays wanted (L7). If the cause isn't new events, it waits for `~back`. */
function closeRefused(_: unknown, engine: Engine, event: HistoryEvent): Verdict {
  if (engine.outcome === undefined) return mismatch('has not ended there')
  if (closeRefusedFor(event) !== 'UNHANDLED_DECISION') engine.backoff.closeHeld = true
  return 'matched'
}

const mismatch = (problem: string): Verdict => ({
  mismatch: problem,
  recorded: { id: undefined, type: undefined },
})
