import type { Needs } from './needs.ts'
import type { OpenExecutions } from './read.ts'

/** The open executions and what they need, for programs. */
export const openJson = (
  { executions, isComplete }: OpenExecutions,
  { builds, patches, gone, withoutBuild }: Needs,
  removed: readonly string[],
): object => ({
  executions: executions.length,
  complete: isComplete,
  withoutBuild,
  failures: executions.flatMap(({ workflowId, runId, check: { error } }) =>
    error === undefined
      ? []
      : [
          {
            workflowId,
            runId,
            error: { code: error.code ?? null, message: error.message, eventId: error.eventId ?? null },
          },
        ],
  ),
  activitiesGone: gone.map(({ activity, executions: waiting }) => ({
    activity,
    executions: waiting.map(({ workflowId, runId }) => ({ workflowId, runId })),
  })),
  builds: builds.map(({ id, executions: count, isNeeded }) => ({ id, executions: count, needed: isNeeded })),
  patches: patches.map(({ workflow, id, isRetired, marked, oldWay, next }) => ({
    workflow,
    id,
    retired: isRetired,
    marked,
    oldWay,
    next,
  })),
  removed,
})
