import type { Execution } from './execution.ts'
import type { PendingTransition } from './pending-transition.ts'

/** Kinds that begin with a transaction of one execution and can end with a transaction of another one. */
const betweenExecutions: ReadonlySet<PendingTransition['kind']> = new Set([
  'start-child',
  'child-started',
  'child-closed',
  'child-policy',
  'continue-as-new',
  'signal-external',
  'external-signaled',
  'cancel-external',
  'external-cancel-requested',
])

/** What SWF still has to do by itself, in the order in which it does it: first in, first out. */
export class PendingTransitions {
  /** Next runs of executions that continued as new. They come first, so that nothing happens between two runs. */
  private readonly successors = new Set<PendingTransition>()
  private readonly others = new Set<PendingTransition>()
  private readonly byExecution = new Map<Execution, Set<PendingTransition>>()

  first(): PendingTransition | undefined {
    const [first] = this.successors.size > 0 ? this.successors : this.others
    return first
  }

  add(transition: PendingTransition): void {
    const { kind, execution } = transition
    if (kind === 'continue-as-new') this.successors.add(transition)
    else this.others.add(transition)
    const own = this.byExecution.get(execution)
    if (own === undefined) this.byExecution.set(execution, new Set([transition]))
    else own.add(transition)
  }

  remove(transition: PendingTransition): void {
    this.successors.delete(transition)
    this.others.delete(transition)
    const own = this.byExecution.get(transition.execution)
    own?.delete(transition)
    if (own?.size === 0) this.byExecution.delete(transition.execution)
  }

  /**
   * Removes all pending transitions between executions. It's called when retention removes executions: by then, none is pending
   * in reality. One that seems pending began with a transaction that is still in the log, but ended with one that compaction has
   * removed.
   */
  settled(): void {
    for (const transition of [...this.successors, ...this.others]) {
      if (betweenExecutions.has(transition.kind)) this.remove(transition)
    }
  }

  of(execution: Execution): Iterable<PendingTransition> {
    return this.byExecution.get(execution) ?? []
  }

  /** Finds the pending transition of this kind for an execution, and for this …Initiated event if one is given. */
  find(
    execution: Execution,
    kind: PendingTransition['kind'],
    initiatedEventId?: number,
  ): PendingTransition | undefined {
    for (const transition of this.of(execution)) {
      if (transition.kind !== kind) continue
      if (initiatedEventId === undefined) return transition
      if ('initiatedEventId' in transition && transition.initiatedEventId === initiatedEventId)
        return transition
    }
    return undefined
  }

  /** Removes what `find` finds. Returns whether it found one. */
  done(execution: Execution, kind: PendingTransition['kind'], initiatedEventId?: number): boolean {
    const transition = this.find(execution, kind, initiatedEventId)
    if (transition === undefined) return false
    this.remove(transition)
    return true
  }
}
