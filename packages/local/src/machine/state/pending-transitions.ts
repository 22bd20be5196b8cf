import type { Execution } from './execution.ts'
import type { FollowUp } from './pending-transition.ts'

/** What begins with a transaction of one execution and may end with that of another one. */
const betweenExecutions: ReadonlySet<FollowUp['kind']> = new Set([
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
export class FollowUps {
  /** The new runs of executions that continued as new: nothing comes between the two runs. */
  private readonly successors = new Set<FollowUp>()
  private readonly others = new Set<FollowUp>()
  private readonly byExecution = new Map<Execution, Set<FollowUp>>()

  first(): FollowUp | undefined {
    const [first] = this.successors.size > 0 ? this.successors : this.others
    return first
  }

  add(followUp: FollowUp): void {
    const { kind, execution } = followUp
    if (kind === 'continue-as-new') this.successors.add(followUp)
    else this.others.add(followUp)
    const own = this.byExecution.get(execution)
    if (own === undefined) this.byExecution.set(execution, new Set([followUp]))
    else own.add(followUp)
  }

  remove(followUp: FollowUp): void {
    this.successors.delete(followUp)
    this.others.delete(followUp)
    const own = this.byExecution.get(followUp.execution)
    own?.delete(followUp)
    if (own?.size === 0) this.byExecution.delete(followUp.execution)
  }

  /**
   * Nothing that began before is still to be done between executions. What seems so began with a transaction that is still in
   * the log, and ended with one of an execution that was removed from it.
   */
  settled(): void {
    for (const followUp of [...this.successors, ...this.others]) {
      if (betweenExecutions.has(followUp.kind)) this.remove(followUp)
    }
  }

  of(execution: Execution): Iterable<FollowUp> {
    return this.byExecution.get(execution) ?? []
  }

  /** An execution's follow-up of a kind; of those that begin with an …Initiated event the one of this event. */
  find(execution: Execution, kind: FollowUp['kind'], initiatedEventId?: number): FollowUp | undefined {
    for (const followUp of this.of(execution)) {
      if (followUp.kind !== kind) continue
      if (initiatedEventId === undefined) return followUp
      if ('initiatedEventId' in followUp && followUp.initiatedEventId === initiatedEventId) return followUp
    }
    return undefined
  }

  /** Removes the one that `find` finds; returns whether there was one. */
  done(execution: Execution, kind: FollowUp['kind'], initiatedEventId?: number): boolean {
    const followUp = this.find(execution, kind, initiatedEventId)
    if (followUp === undefined) return false
    this.remove(followUp)
    return true
  }
}
