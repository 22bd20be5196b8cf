import type { Execution } from '../src/machine/state/execution.ts'
import type { PendingTransition } from '../src/machine/state/pending-transition.ts'
import { applyTransaction } from '../src/machine/apply/table.ts'
import { domainKey } from '../src/machine/keys.ts'
import { documentedLimits } from '../src/model/limits.ts'
import { createState } from '../src/machine/state/state.ts'
import type { Domain } from '../src/machine/state/execution.ts'
import type { State } from '../src/machine/state/state.ts'
import type { Transaction } from '../src/machine/transaction.ts'

/** Computes the state from a log. */
export function stateOf(log: Iterable<Transaction>): State {
  const state = createState(documentedLimits)
  for (const transaction of log) applyTransaction(state, transaction)
  return state
}

/**
 * Converts a state to plain values for comparison, with executions as run ids and heaps in their order. Counters (ages, indexes
 * in heaps) and the numbers of obsolete transactions are left out.
 */
export function plain(state: State): unknown {
  const name = (execution: Execution | undefined) => execution?.runId
  const seen = new Map<object, unknown>()
  const ordered = (heap: { items: { age: number }[] }, before: (a: never, b: never) => boolean) =>
    [...heap.items].sort((a, b) => (before(a as never, b as never) ? -1 : 1))
  const value = (one: unknown, inside: Execution | undefined): unknown => {
    if (typeof one !== 'object' || one === null) return one
    if (isExecution(one) && one !== inside) return name(one)
    if (isDomain(one)) return domainKey(one)
    const known = seen.get(one)
    if (known !== undefined) return known
    if (Array.isArray(one)) return (one as unknown[]).map(each => value(each, inside))
    if (one instanceof Set) return [...one].map(each => value(each, inside))
    if (one instanceof Map)
      return [...(one as Map<unknown, unknown>)].map(([key, each]) => [key, value(each, inside)])
    const copy: Record<string, unknown> = {}
    seen.set(one, copy)
    for (const [member, each] of Object.entries(one)) {
      if (!hidden.has(member)) copy[member] = value(each, inside)
    }
    return copy
  }
  const lists = (of: State['decisionTasks'] | State['activityTasks']) =>
    [...(of as unknown as Lists).lists].map(([list, { tasks }]) => [
      list,
      ordered(tasks, tasks.before).map(task => value(task, undefined)),
    ])
  const { heap } = state.deadlines as unknown as { heap: { items: { age: number }[]; before: never } }
  const { successors, others } = state.pendingTransitions as unknown as Record<string, Set<PendingTransition>>
  return {
    now: state.now,
    seq: state.seq,
    nextExpiry: state.nextExpiry,
    domains: [...state.domains.all()].map(({ open, started, closed, ...domain }) => ({
      domain: value(domain, undefined),
      open: [...open].map(([id, execution]) => [id, name(execution)]),
      started: [...started.along({ oldestDate: 0 }, true)].map(name),
      closed: [...closed.along({ oldestDate: 0 }, true)].map(name),
    })),
    executions: [...state.executions.values()].map(execution => value(execution, execution)),
    decisionTasks: lists(state.decisionTasks).sort(),
    activityTasks: lists(state.activityTasks).sort(),
    deadlines: ordered(heap, heap.before).map(deadline => value(deadline, undefined)),
    pendingTransitions: [...successors!, ...others!].map(one => value(one, undefined)),
    toInvoke: [...state.toInvoke].map(one => value(one, undefined)),
  }
}

interface Lists {
  lists: Map<string, { tasks: { items: { age: number }[]; before: (a: never, b: never) => boolean } }>
}

const hidden = new Set(['age', 'heapIndex', 'seqs', 'expiredSeq', 'heartbeatSeq'])

const isDomain = (value: object): value is Domain => 'workflowTypes' in value && 'open' in value

const isExecution = (value: object): value is Execution => 'runId' in value && 'activitiesByEvent' in value
