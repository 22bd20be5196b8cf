import type { CommandRow } from './command.ts'
import { inspectingRows } from './inspecting-rows.ts'

/** The commands, in the order of the help. A row has all that the help needs; the command's file is loaded when it runs. */
export const commands: readonly CommandRow[] = [
  {
    name: 'count',
    summary: 'Count executions',
    options: [
      { syntax: '--open', description: 'open executions (default)', conflicts: ['closed'] },
      { syntax: '--closed', description: 'closed executions that SWF still keeps' },
    ],
    formats: ['json'],
    load: () => import('./count.ts'),
  },
  ...inspectingRows,
]
