import type { Output } from '../output/output.ts'
import { paint, text } from '../output/text.ts'
import { printCheck } from '../render/check-lines.ts'
import type { CheckedExecution } from './code-check.ts'

/** Prints which open executions don't fit the code, and which it doesn't know. `config`: the name of the configuration file. */
export function printChecks(out: Output, executions: readonly CheckedExecution[], config: string): void {
  const isUnchecked = ({ check }: CheckedExecution) => check.error?.code === 'DEFINITION_MISSING'
  for (const { workflowId, type } of executions.filter(isUnchecked)) {
    out.line(
      paint.yellow(
        `${workflowId} was not checked, as no module in workflows of ${config} exports its workflow ${type}`,
      ),
    )
  }
  const known = executions.filter(each => !isUnchecked(each))
  const failed = known.filter(({ check }) => check.error !== undefined)
  for (const { workflowId, check } of failed) printCheck(out, workflowId, check)
  if (known.length === 0) return
  const all = known.length === 1 ? '1 open execution' : `${known.length} open executions`
  if (failed.length === 0) {
    out.line(text`${paint.green('✓')} ${all} replayed with this code`)
    return
  }
  const whose = known.length === 1 ? 'The open execution' : `${failed.length} of ${all}`
  out.line(
    paint.yellow(
      `${whose} can't go on with this code, and will be held until it fits. Keep the old steps for it with patched(…), or undo the change. How: docs/guide/changing-code.md`,
    ),
  )
}
