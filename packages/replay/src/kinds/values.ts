import { createHash } from 'node:crypto'
import type {
  BeforeUndoOperation,
  LogOperation,
  LookOperation,
  Operation,
  PatchedOperation,
  StatusOperation,
  WorkflowInfo,
} from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { look } from './signal.ts'
import { holdBug } from '../errors/held.ts'
import type { Coroutine, Outcome } from '../program/coroutine.ts'

type Answer = (operation: never, engine: Engine, coroutine: Coroutine) => Outcome

const gives =
  <O>(value: (operation: O, engine: Engine, coroutine: Coroutine) => unknown): Answer =>
  (operation, engine, coroutine) => ({ value: value(operation, engine, coroutine) })

/** SWF's quota of events of a history (swf-semantics.md §9.1). */
const mostEvents = 25_000

/**
 * Operations that needn't wait, and that history doesn't record: they take no number (W5), and pass in a branch that is to
 * end (C4). What they give depends on the event that is being delivered, never on where the open episode ends (H7).
 */
export const immediate = new Map<string, Answer>([
  ['drain', (operation: LookOperation<unknown>, engine) => look(operation, engine)],
  ['pending', (operation: LookOperation<unknown>, engine) => look(operation, engine)],
  ['now', gives((_, { delivered }) => new Date(delivered!.eventTimestamp!))],
  ['random', gives((_, engine, coroutine) => bytes(engine, coroutine).readUIntBE(0, 6) / 2 ** 48)],
  ['uuid', gives((_, engine, coroutine) => uuidOf(bytes(engine, coroutine)))],
  ['info', gives((_, engine) => infoOf(engine))],
  ['patched', gives(({ id }: PatchedOperation, { markers }) => markers.patched(id))],
  ['cancelRequested', gives((_, engine) => engine.cancelRequests)],
  [
    'status',
    gives(({ value }: StatusOperation, engine) => {
      engine.status = { value }
      engine.said = engine.inputs.live ? engine.inputs.value(value) : undefined
    }),
  ],
  [
    'log',
    gives(({ level, message, fields }: LogOperation, engine) => void engine.log?.(level, message, fields)),
  ],
  [
    'beforeUndo',
    gives(
      ({ error }: BeforeUndoOperation, engine) =>
        engine.inputs.live && !engine.scheduler.comesOfCancel(error) && holdBug(error, engine),
    ),
  ],
])

/** Whether an operation is answered at once. */
export const isImmediate = (operation: Operation<unknown>) => immediate.has(operation.kind)

/** W8: a hash of run id, coroutine and count in the coroutine. A format: what it gives stands in histories. */
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
