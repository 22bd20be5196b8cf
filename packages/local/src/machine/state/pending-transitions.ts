import type { Execution } from './execution.ts'
import type { PendingTransition } from './pending-transition.ts'

/** What begins with a transaction of one execution and may end with that of another one. */
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

/** What the service still has to do by itself, in the order in which it does it: first come, first done. */
export class PendingTransitions {
  /** The new runs of executions that continued as new: nothing comes between the two runs. */
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
   * Nothing that began before is still to be done between executions. What seems so began with a transaction that is still in
   * the log, and ended with one of an execution that was removed from it.
   */
  settled(): void {
    for (const transition of [...this.successors, ...this.others]) {
      if (betweenExecutions.has(transition.kind)) this.remove(transition)
    }
  }

  of(execution: Execution): Iterable<PendingTransition> {
    return this.byExecution.get(execution) ?? []
  }

  /** An execution's follow-up of a kind; of those that begin with an …Initiated event the one of this event. */
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

  /** Removes the one that `find` finds; returns whether there was one. */
  done(execution: Execution, kind: PendingTransition['kind'], initiatedEventId?: number): boolean {
    const transition = this.find(execution, kind, initiatedEventId)
    if (transition === undefined) return false
    this.remove(transition)
    return true
  }
}
