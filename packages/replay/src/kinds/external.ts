import { ExternalCancelError, ExternalSignalError, type ExternalOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Entry } from '../ledger/entry.ts'
import { textOf, type Input } from '../ledger/input.ts'
import { longest, wrongText } from '../verdicts/swf-limits.ts'
import { closeEntry, neverCanceled } from './in-ledger.ts'
import type { InLedger } from './kind.ts'
import { mustBeDetached, mustBeWanted } from './wanted.ts'

/** The part that signals and cancel requests to other executions have in common. */
const toAnother = { ...neverCanceled, events: 2, ceiling: 'none' } as const

export const signalExternal = {
  ...toAnother,
  describe: describeSignal,
  hasInput: true,
  refusal: operation =>
    wrongText(describeSignal(operation), 'runId', operation.runId, 0, longest.runId) ??
    wrongText(describeSignal(operation), 'signalName', operation.signalName, 1, longest.signalName),
  start(entry) {
    const { signalName } = entry.operation as ExternalOperation
    const input = textOf(entry.input!)
    return {
      decisionType: 'SignalExternalWorkflowExecution',
      signalExternalWorkflowExecutionDecisionAttributes: {
        ...target(entry),
        signalName,
        ...(input === undefined ? {} : { input }),
      },
    }
  },
  deliver: {
    ExternalWorkflowExecutionSignaled: ({ initiatedEventId }, engine) => delivered(engine, initiatedEventId),
    SignalExternalWorkflowExecutionFailed({ initiatedEventId, cause }, engine) {
      failed(
        engine,
        initiatedEventId,
        cause!,
        ({ workflowId, runId, signalName }) =>
          new ExternalSignalError({ workflowId, runId }, signalName, cause!),
      )
    },
  },
  record: {
    SignalExternalWorkflowExecutionInitiated: ({ control, input }, engine, { eventId }) =>
      mustBeWanted(engine, 'signalExternal', control ?? '', undefined, entry =>
        record(engine, entry, eventId!, { text: input }),
      ),
  },
} satisfies InLedger<ExternalOperation, 'SignalExternalWorkflowExecution'>

/** It also owns the events of cancel requests to children, with which the engine cancels detached children (L5). */
export const cancelExternal = {
  ...toAnother,
  describe: describeCancel,
  hasInput: false,
  refusal: operation => wrongText(describeCancel(operation), 'runId', operation.runId, 0, longest.runId),
  start: entry => ({
    decisionType: 'RequestCancelExternalWorkflowExecution',
    requestCancelExternalWorkflowExecutionDecisionAttributes: target(entry),
  }),
  deliver: {
    ExternalWorkflowExecutionCancelRequested({ initiatedEventId }, engine) {
      if (!engine.ledger.childCancels.delete(initiatedEventId!)) delivered(engine, initiatedEventId)
    },
    RequestCancelExternalWorkflowExecutionFailed({ initiatedEventId, cause }, engine) {
      const child = engine.ledger.childCancels.get(initiatedEventId!)
      if (child === undefined) {
        failed(
          engine,
          initiatedEventId,
          cause!,
          ({ workflowId, runId }) => new ExternalCancelError({ workflowId, runId }, cause!),
        )
        return
      }
      engine.ledger.childCancels.delete(initiatedEventId!)
      if (!rate.test(cause!)) return // it has closed, or can't be canceled: the event of its end follows (L5)
      child.cancelAsked = false
      child.cancelHeld = true
    },
  },
  record: {
    RequestCancelExternalWorkflowExecutionInitiated({ control = '' }, engine, { eventId }) {
      const { ledger, backoff } = engine
      if (ledger.find('cancelExternal', control) === undefined && ledger.findOpen('child', control)) {
        return mustBeDetached(engine, 'child', control, child => {
          child.cancelAsked = true
          ledger.childCancels.set(eventId!, child)
          backoff.accepted()
        })
      }
      return mustBeWanted(engine, 'cancelExternal', control, undefined, entry =>
        record(engine, entry, eventId!),
      )
    },
  },
} satisfies InLedger<ExternalOperation, 'RequestCancelExternalWorkflowExecution'>

function describeSignal({ signalName, workflowId }: ExternalOperation): string {
  return `signal '${signalName}' to execution '${workflowId}'`
}

function describeCancel({ workflowId }: ExternalOperation): string {
  return `cancel request to execution '${workflowId}'`
}

/** `control` contains the id, since these events have no id of their own. */
function target(entry: Entry) {
  const { workflowId, runId } = entry.operation as ExternalOperation
  return { workflowId, ...(runId === undefined ? {} : { runId }), control: entry.id }
}

function record(engine: Engine, entry: Entry, eventId: number, input?: Input): 'matched' {
  engine.ledger.record(entry, eventId, input)
  engine.backoff.accepted()
  return 'matched'
}

const rate = /_RATE_EXCEEDED$/

const delivered = (engine: Engine, initiatedEventId: number | undefined) =>
  closeEntry(engine, initiatedEventId, () => ({ value: undefined }))

function failed(
  engine: Engine,
  initiatedEventId: number | undefined,
  cause: string,
  errorOf: (operation: ExternalOperation) => Error,
): void {
  const entry = engine.ledger.close(initiatedEventId!)
  if (entry?.waiter === undefined) return
  if (rate.test(cause)) return engine.ledger.holdAgain(entry)
  engine.scheduler.reject(entry.waiter, errorOf(entry.operation as ExternalOperation))
}
