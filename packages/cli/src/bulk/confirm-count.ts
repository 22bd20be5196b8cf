import type { CommandContext } from '../context/context.ts'
import { ask } from '../steering/confirm.ts'

/** Asks for the number of executions, so that nobody confirms a number that they haven't read. Says so if nothing is done. */
export async function isConfirmed(context: CommandContext, count: number): Promise<boolean> {
  const answer = await ask(context, `Type the number of executions, ${count}, to go on: `)
  if (answer.trim().replaceAll(',', '') === String(count)) return true
  context.notes.line('Nothing was done')
  return false
}
