import { activityRows } from './activity-rows.ts'
import { checkingRows } from './checking-rows.ts'
import type { CommandRow } from './command.ts'
import { consoleRow } from './console-row.ts'
import { developingRows } from './developing-rows.ts'
import { inspectingRows } from './inspecting-rows.ts'
import { listingRows } from './listing-rows.ts'
import { scheduleRows } from './schedule-rows.ts'
import { steeringRows } from './steering-rows.ts'

/** The commands, in the order of the help. A row has all that the help needs; the command's file is loaded when it runs. */
export const commands: readonly CommandRow[] = [
  ...developingRows,
  consoleRow,
  ...listingRows,
  ...inspectingRows,
  ...steeringRows,
  ...activityRows,
  ...scheduleRows,
  ...checkingRows,
]
