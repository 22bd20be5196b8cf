import type { Output } from '../../output/output.ts'
import { paint, text } from '../../output/text.ts'
import { historiesText } from '../../runs/history-files.ts'
import type { Finding } from '../surface/finding.ts'
import { acceptanceOf, remedyOf } from './remedy.ts'
import type { CheckResult } from './result.ts'

/** How many differences of a workflow type are shown. */
const most = 3

/** Prints what doesn't fit, on one output, and notes on the other. If all fits, it prints nothing. */
export function printResult(out: Output, notes: Output, { failures, findings, replayed }: CheckResult): void {
  const shown = new Map<string, number>()
  for (const [index, { workflow, builds, histories, first }] of failures.entries()) {
    const count = (shown.get(workflow) ?? 0) + 1
    shown.set(workflow, count)
    if (count <= most) {
      const of = `${histories} of ${historiesText(replayed.get(workflow) ?? 0)}`
      out.line(
        text`${paint.red('✗')} ${paint.bold(workflow)}  ${first.error.code ?? 'error'}  ${paint.dim(`${of}, ${buildsText(builds)}`)}`,
      )
      out.block(first.error.message, '    ')
    }
    if (failures[index + 1]?.workflow === workflow) continue
    if (count > most) out.line(`  and ${count - most} more differences of ${workflow}: see --json`)
    for (const line of remedyOf(workflow, first.error.code)) out.block(line, '  ')
  }
  for (const finding of findings) if (finding.level === 'error') printError(out, finding)
  for (const { what, remedy, level } of findings) {
    if (level === 'note') notes.line(text`${paint.yellow('!')} ${what}. ${paint.dim(remedy)}`)
  }
}

function printError(out: Output, { what, remedy, workflow, builds }: Finding): void {
  out.line(text`${paint.red('✗')} ${paint.bold(what)}  ${paint.dim(buildsText(builds))}`)
  out.line(`  ${remedy}.`)
  if (workflow !== undefined) out.line(`  ${acceptanceOf(workflow)}`)
}

const buildsText = (builds: readonly string[]) =>
  `${builds.length === 1 ? 'build' : 'builds'} ${builds.join(', ')}`
