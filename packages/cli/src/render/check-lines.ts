import type { ReplayCheck } from '@reyield/inspect'
import type { Output } from '../output/output.ts'
import { paint, text } from '../output/text.ts'

/** Prints whether a history fits the code, and the difference if it doesn't. */
export function printCheck(out: Output, whose: string, { decisionTasks, error }: ReplayCheck): void {
  if (error === undefined) {
    const tasks = decisionTasks === 1 ? '1 decision task' : `${decisionTasks} decision tasks`
    out.line(text`${paint.green('✓')} ${whose}  ${paint.dim(tasks)}`)
    return
  }
  out.line(text`${paint.red('✗')} ${paint.bold(whose)}  ${error.code ?? 'error'}`)
  out.block(error.message, '    ')
}
