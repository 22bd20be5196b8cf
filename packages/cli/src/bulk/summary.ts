import type { CommandContext } from '../context/context.ts'
import { grouped } from '../output/times.ts'
import { text } from '../output/text.ts'
import { executions, rowOf } from '@reyield/inspect/internal'
import type { OpenPlan } from './plan/read.ts'
import type { PlannedRun } from '@reyield/inspect/internal'
import type { Progress } from '@reyield/inspect/internal'

/** How many closed, and how many failed executions are named. `--json` has all. */
const named = { closed: 10, failed: 5 }

/** What is known of a plan at the end of a command. */
export interface Applied {
  readonly plan: OpenPlan
  readonly progress: Progress
  /** Executions that had closed before. */
  readonly closed: readonly PlannedRun[]
  /** Those that failed this time. */
  readonly failed: readonly { readonly run: PlannedRun; readonly error: Error }[]
}

/** Prints what was done. */
export function printSummary({ out, format }: CommandContext, applied: Applied): void {
  if (format === 'json') return out.json(recordOf(applied))
  const { plan, progress, closed, failed } = applied
  const { action } = plan.header
  out.line(rowOf(action).outcome(progress.count('done'), action))
  if (closed.length > 0) {
    const ids = closed.slice(0, named.closed).map(({ workflowId }) => workflowId)
    const count = progress.count('closed')
    out.line(text`${executions(count)} had closed meanwhile: ${ids.join(', ')}${more(count - ids.length)}`)
  }
  for (const { run, error } of failed.slice(0, named.failed)) {
    out.line(text`failed: ${run.workflowId}: ${error.name}: ${error.message}`)
  }
  if (failed.length > named.failed) out.line(`failed:${more(failed.length - named.failed)}`)
}

const more = (count: number) => (count <= 0 ? '' : ` and ${grouped(count)} more`)

/** For programs. docs/cli.md documents it: members are added, never renamed. */
function recordOf({ plan, progress, closed, failed }: Applied): object {
  const ids = ({ workflowId, runId }: PlannedRun) => ({ workflowId, runId })
  return {
    action: plan.header.action.kind,
    plan: plan.name,
    executions: plan.preview.count,
    done: progress.count('done'),
    left: progress.left,
    closed: closed.map(ids),
    failed: failed.map(({ run, error }) => ({ ...ids(run), error: error.name })),
  }
}
