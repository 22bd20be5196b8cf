import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { CloseStatus, ExecutionQuery } from '../runs/list.ts'

type Holds = (info: WorkflowExecutionInfo) => boolean

/** Which executions are looked for. All conditions must hold. */
export interface Conditions {
  readonly workflowId?: string | undefined
  readonly tags?: readonly string[]
  readonly closeStatus?: CloseStatus | undefined
  readonly type?: { readonly name: string; readonly version?: string | undefined } | undefined
  /** Started (open) or closed at this time or later. */
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}

/** What is asked of SWF, and what is checked here, because SWF allows only one condition besides the time. */
export interface Asked {
  /** One query for each status. */
  readonly queries: readonly ExecutionQuery[]
  /** The conditions that SWF doesn't check; undefined if it checks all. */
  readonly filter: Holds | undefined
  /** The condition that SWF checks. */
  readonly bySwf: 'workflowId' | 'tags' | 'closeStatus' | 'type' | undefined
}

/** How an execution can close, in SWF's words. */
export const closeStatuses: readonly CloseStatus[] = [
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'TERMINATED',
  'TIMED_OUT',
  'CONTINUED_AS_NEW',
]

/**
 * The queries for executions of some statuses. SWF gets the condition that mostly leaves the fewest executions. Times are of the start of
 * open executions, and of the close of closed ones.
 */
export function askedFor(
  { workflowId, tags = [], closeStatus, type, since, until }: Conditions,
  statuses: readonly ('OPEN' | 'CLOSED')[],
): Asked {
  const conditions: readonly [Asked['bySwf'], object, Holds][] = [
    ...(workflowId === undefined
      ? []
      : [condition('workflowId', { workflowId }, info => info.execution?.workflowId === workflowId)]),
    ...tags.map(tag => condition('tags', { tag }, info => info.tagList?.includes(tag) === true)),
    ...(closeStatus === undefined
      ? []
      : [condition('closeStatus', { closeStatus }, info => info.closeStatus === closeStatus)]),
    ...(type === undefined
      ? []
      : [
          condition(
            'type',
            { workflow: type },
            ({ workflowType: found }) =>
              found?.name === type.name && (type.version === undefined || found.version === type.version),
          ),
        ]),
  ]
  const [first, ...others] = conditions
  const times = (status: 'OPEN' | 'CLOSED') =>
    status === 'OPEN'
      ? { ...(since && { startedAfter: since }), ...(until && { startedBefore: until }) }
      : { ...(since && { closedAfter: since }), ...(until && { closedBefore: until }) }
  return {
    queries: statuses.map(status => ({ status, ...first?.[1], ...times(status) }) as ExecutionQuery),
    filter: others.length === 0 ? undefined : info => others.every(([, , holds]) => holds(info)),
    bySwf: first?.[0],
  }
}

const condition = (name: Asked['bySwf'], ofSwf: object, holds: Holds): [Asked['bySwf'], object, Holds] => [
  name,
  ofSwf,
  holds,
]

/** A type in words: `NAME` or `NAME@VERSION`. */
export function typeOf(
  text: string | undefined,
): { readonly name: string; readonly version?: string } | undefined {
  if (text === undefined) return undefined
  const at = text.lastIndexOf('@')
  return at <= 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) }
}
