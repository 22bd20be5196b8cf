import type { CommandContext } from '../../context/context.ts'
import type { StuckExecution } from './search.ts'

/** How many tasks wait in a task list. */
export interface Backlog {
  readonly kind: 'decision' | 'activity'
  readonly taskList: string
  readonly count: number
  /** Whether there are more. */
  readonly truncated: boolean
}

/** The task lists in which tasks wait that nobody has started. */
export class WaitingLists {
  readonly #decision = new Set<string>()
  readonly #activity = new Set<string>()

  add({ problems }: StuckExecution): void {
    for (const problem of problems) {
      if (problem.kind === 'decisionTaskNotStarted') this.#decision.add(problem.taskList)
      if (problem.kind === 'activityNotStarted') this.#activity.add(problem.taskList)
    }
  }

  /** Asks SWF once for each list. */
  async backlog(context: CommandContext): Promise<Backlog[]> {
    const { swf, domain } = await context.client()
    const found: Backlog[] = []
    for (const name of this.#decision) {
      const { count = 0, truncated = false } = await swf.countPendingDecisionTasks({
        domain,
        taskList: { name },
      })
      found.push({ kind: 'decision', taskList: name, count, truncated })
    }
    for (const name of this.#activity) {
      const { count = 0, truncated = false } = await swf.countPendingActivityTasks({
        domain,
        taskList: { name },
      })
      found.push({ kind: 'activity', taskList: name, count, truncated })
    }
    return found
  }
}
