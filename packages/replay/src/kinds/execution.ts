import type { HistoryEvent } from '@aws-sdk/client-swf'
import { unpackInput } from '@reyield/data/internal'
import { CanceledError, InvalidDefinitionError, isReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { issuesOf, mark } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import { InvalidHistoryError } from '../errors/history.ts'
import { inShort } from '../errors/in-short.ts'
import { invalidDetails, invalidInput, readJudgement } from '../verdicts/judgement.ts'
import { verdictMarker } from '../verdicts/verdict-markers.ts'
import type { Steppable } from '../program/step.ts'
import { carriedSignal } from '../history/carried.ts'
import { decode } from '../history/payload.ts'
import type { AttributesOf, EventOwner, Verdict } from './kind.ts'
import { closeRefusedFor } from '../history/undecided.ts'

/** The events of the execution itself, which no operation asks for: its start, cancel requests, and the close. */
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
      if (carried.cancel) requestCancel(engine) // C10: nobody heard it in the run before
    },
    /** SWF's cancel requests are cooperative: the program hears of it and does what it likes (C7). */
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
    engine.outcome = { error } // its parameter's pattern doesn't fit the input: the program threw before its first step
  }
}

/**
 * Why the program isn't run: the schema refuses its input. Judged where the first decision task is open and recorded (M7, M9), so
 * that another schema in a later deployment changes nothing. An input that can't be read is no verdict: it holds the execution.
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
  return verdict && invalidInput(what, readJudgement(verdict.details).invalid ?? [])
}

function run(definition: AnyWorkflow, input: unknown): Steppable {
  const program: unknown = (definition.run as (input: unknown) => unknown)(input)
  if (typeof program === 'object' && program !== null && 'next' in program) return program as Steppable
  throw new InvalidDefinitionError(
    `Workflow '${definition.name}' can't be run: its program is no generator function, write function* or async function*`,
  )
}

mark('step', run)

function requestCancel(engine: Engine): void {
  engine.cancelRequests++
  engine.scheduler.cancel(new CanceledError())
}

/** A close must be the one with which the program has ended. */
function closes(fits: (engine: Engine) => boolean): (_: unknown, engine: Engine) => Verdict {
  return (_, engine) => {
    if (!fits(engine)) return mismatch(ending(engine))
    engine.closed = true
    return 'matched'
  }
}

function ending({ outcome, scheduler, logPayloads }: Engine): string {
  if (outcome === undefined) return 'has not ended there'
  if ('value' in outcome) return 'has ended well there'
  if ('continueAsNew' in outcome) return 'continues as new there'
  return scheduler.isCancel(outcome.error)
    ? 'was canceled there'
    : `has failed there: ${inShort(outcome.error, logPayloads)}`
}

/** A refused close loses nothing: it stays wanted (L7). Another cause than new events waits for `~back`. */
function closeRefused(_: unknown, engine: Engine, event: HistoryEvent): Verdict {
  if (engine.outcome === undefined) return mismatch('has not ended there')
  if (closeRefusedFor(event) !== 'UNHANDLED_DECISION') engine.backoff.closeHeld = true
  return 'matched'
}

const mismatch = (problem: string): Verdict => ({
  mismatch: problem,
  recorded: { id: undefined, type: undefined },
})
