import { withSchedules, type Schedules } from '@reyield/schedules'
import type { CommandContext } from '../../context/context.ts'

/** The schedules of the configured domain. Warnings are printed as notes. */
export async function schedulesOf(context: CommandContext): Promise<Schedules> {
  const onWarning = (message: string) => context.notes.line(message)
  return withSchedules(await context.client(), { onWarning }).schedules
}
