import type { Output } from '../../output/output.ts'
import { paint, text } from '../../output/text.ts'
import { grouped } from '../../output/times.ts'
import { printCheck } from '../../render/check-lines.ts'
import type { Needs, PatchNeed } from './needs.ts'
import type { OpenExecutions } from './read.ts'

/** How many executions are named that wait for an activity. */
const most = 5

/** Prints the open executions that the code can't go on with, and what the open ones need. */
export function printNeeds(
  out: Output,
  notes: Output,
  { executions, isComplete }: OpenExecutions,
  { builds, patches, gone, withoutBuild }: Needs,
): void {
  for (const { workflowId, check } of executions) {
    if (check.error !== undefined) printCheck(out, workflowId, check)
  }
  for (const { activity, executions: waiting } of gone) {
    const ids = waiting.slice(0, most).map(({ workflowId }) => workflowId)
    const others = waiting.length > most ? ` and ${waiting.length - most} others` : ''
    out.line(
      text`${paint.red('✗')} ${paint.bold(`Activity ${activity} is gone`)}, and ${ids.join(', ')}${others} wait for it`,
    )
  }
  out.line(`${executionsText(executions.length)} open`)
  for (const { id, executions: count, isNeeded } of builds) {
    const unneeded = isNeeded ? '' : ', so the lock no longer needs it'
    out.line(`  Build ${id} has decided in ${ofThem(count)}${unneeded}`)
  }
  for (const patch of patches) out.block(patchText(patch), '  ')
  if (!isComplete) {
    notes.line(
      text`${paint.yellow('!')} There are more open executions, so nothing is known to be unneeded: choose a higher --limit`,
    )
  }
  if (withoutBuild > 0) {
    notes.line(
      text`${paint.yellow('!')} Workers without a build id have decided in ${withoutBuild} of them, so all builds stay: set buildId of createWorker`,
    )
  }
}

const nexts: Readonly<Record<PatchNeed['next'], (patch: PatchNeed) => string>> = {
  keep: () => '',
  retire: ({ id }) => `\n  Nothing goes the old way: remove the old code, and declare retired: ['${id}']`,
  remove: () => '\n  Nothing needs it: remove it from retired',
}

function patchText(patch: PatchNeed): string {
  const { workflow, id, isRetired, marked, oldWay, next } = patch
  const is = isRetired
    ? `is retired, and ${ofThem(marked)} ${marked === 1 ? 'has' : 'have'} its marker`
    : `was true in ${ofThem(marked)}, and false in ${ofThem(oldWay)}`
  return `Patch '${id}' of ${workflow} ${is}${nexts[next](patch)}`
}

const ofThem = (count: number) => (count === 0 ? 'none of them' : `${grouped(count)} of them`)

const executionsText = (count: number) =>
  count === 0 ? 'No execution is' : count === 1 ? '1 execution is' : `${grouped(count)} executions are`
