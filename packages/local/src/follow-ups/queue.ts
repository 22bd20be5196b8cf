import type { Execution } from '../execution.ts'
import type { FollowUp } from './follow-up.ts'

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

  /** Removes the one that `find` finds, if there is one. */
  done(execution: Execution, kind: FollowUp['kind'], initiatedEventId?: number): void {
    const followUp = this.find(execution, kind, initiatedEventId)
    if (followUp !== undefined) this.remove(followUp)
  }
}
