import { createHash } from 'node:crypto'
import type {
  BeforeUndoOperation,
  CancelRequestsOperation,
  InfoOperation,
  LogOperation,
  NowOperation,
  OperationKind,
  RandomOperation,
  StatusOperation,
  WorkflowInfo,
} from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { holdBug } from '../errors/held.ts'
import type { Coroutine } from '../program/coroutine.ts'
import { called } from '../program/kind.ts'
import type { Answered } from './kind.ts'

/** SWF's quota of events of a history (swf-semantics.md §9.1). */
const mostEvents = 25_000

/*
 * Operations that needn't wait, and that history doesn't record. They take no number (W5), and work in a branch that is to
 * end (C4). Their results depend on the event that is being delivered, never on where the open episode ends (H7).
 */

export const now = immediate<NowOperation>('now', (_, { delivered }) => new Date(delivered!.eventTimestamp!))

export const random = immediate<RandomOperation<unknown>>(
  'random',
  (_, engine, coroutine) => bytes(engine, coroutine).readUIntBE(0, 6) / 2 ** 48,
)

export const uuid = immediate<RandomOperation<unknown>>('uuid', (_, engine, coroutine) =>
  uuidOf(bytes(engine, coroutine)),
)

export const info = immediate<InfoOperation>('info', (_, engine) => infoOf(engine))

export const cancelRequested = immediate<CancelRequestsOperation>(
  'cancelRequested',
  (_, engine) => engine.cancelRequests,
)

export const status = immediate<StatusOperation>('status', ({ value }, engine) => {
  engine.status = { value }
  engine.newStatus = engine.inputs.live ? engine.inputs.value(value) : undefined
})

export const log = immediate<LogOperation>('log', ({ level, message, fields }, engine) =>
  engine.log?.(level, message, fields),
)

/** E2: a saga asks this before it undoes its steps, since a bug holds the execution instead. */
export const beforeUndo = immediate<BeforeUndoOperation>(
  'beforeUndo',
  ({ error }, engine) =>
    engine.inputs.live && !engine.scheduler.comesOfCancel(error) && holdBug(error, engine),
)

function immediate<O>(
  kind: OperationKind,
  value: (operation: O, engine: Engine, coroutine: Coroutine) => unknown,
): Answered<O> {
  return {
    runs: 'immediate',
    numbered: false,
    describe: called(kind),
    answer: (operation, engine, coroutine) => ({ value: value(operation, engine, coroutine) }),
  }
}

/** W8: a hash of run id, coroutine and count in the coroutine. This is a format: histories contain its results. */
function bytes(engine: Engine, coroutine: Coroutine): Buffer {
  const { runId } = engine.execution('random() or uuid()')
  const seed = JSON.stringify([runId, coroutine.id, ++coroutine.randoms])
  return createHash('sha256').update(seed).digest()
}

function uuidOf(from: Buffer): string {
  from[6] = (from[6]! & 0x0f) | 0x40
  from[8] = (from[8]! & 0x3f) | 0x80
  const hex = from.toString('hex', 0, 16)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function infoOf({ definition, execution, begun, delivered }: Engine): WorkflowInfo {
  const {
    taskList,
    tagList,
    parentWorkflowExecution: parent,
    continuedExecutionRunId,
  } = begun!.workflowExecutionStartedEventAttributes!
  return Object.freeze({
    ...execution('info()'),
    workflow: Object.freeze({ name: definition.name, version: definition.version }),
    taskList: taskList?.name ?? '',
    tags: Object.freeze([...(tagList ?? [])]),
    startedAt: new Date(begun!.eventTimestamp!),
    parent: parent && Object.freeze({ workflowId: parent.workflowId!, runId: parent.runId! }),
    continuedFrom: continuedExecutionRunId || undefined,
    historyLength: delivered!.eventId!,
    eventsLeft: mostEvents - delivered!.eventId!,
  })
}
