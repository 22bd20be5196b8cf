import { createHash } from 'node:crypto'
import type { ChildOperation, ChildResultOperation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'
import type { Entry } from '../ledger/ledger.ts'

/** A child that has started. */
export interface StartedChild {
  readonly workflowId: string
  readonly runId: string
  /** Started apart and handed out: it isn't bound to a coroutine any more, and nobody's end cancels it. */
  readonly apart: boolean
  /** Of one started apart: how it closed, and who waits for that. */
  outcome: Outcome | undefined
  readonly waiters: Set<Coroutine>
}

/** `result()` of a child that was started apart. */
export function askChildResult(
  { child: entry }: ChildResultOperation<unknown>,
  coroutine: Coroutine,
): Outcome | Wait {
  const child = (entry as Entry).child!
  if (child.outcome !== undefined) return child.outcome
  child.waiters.add(coroutine)
  return { withdraw: () => child.waiters.delete(coroutine) }
}

/** Most characters of a workflow id (swf-semantics.md §2.1). */
const longest = 256

/** The child's own id, or `<workflowId>.<10 characters of the run id's hash>.<place>`: unique, and the same in replays. */
export function childWorkflowId(operation: ChildOperation<unknown>, id: string, engine: Engine): string {
  if (operation.workflowId !== undefined) return operation.workflowId
  const { workflowId, runId } = engine.execution('the id of a child')
  const made = `${workflowId}.${base32(runId).slice(0, 10)}.${id}`
  if (made.length <= longest) return made
  return `${base32(workflowId).slice(0, 26)}.${base32(runId).slice(0, 10)}.${id}`
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** The first 150 bits of a SHA-256, in the letters of RFC 4648. */
function base32(text: string): string {
  const bits = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
  return Array.from({ length: 30 }, (_, at) => alphabet[Number((bits >> BigInt(251 - 5 * at)) & 31n)]).join(
    '',
  )
}
