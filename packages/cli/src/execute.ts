import type { CommandRow } from './commands/command.ts'
import { Given } from './commands/given.ts'
import { createContext } from './context/create.ts'
import { Interruption } from './context/interruption.ts'
import { withHints } from './errors/hints.ts'
import { exitWith } from './run-process.ts'

/** Runs a command with a context of its own. */
export async function execute(
  row: CommandRow,
  positional: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const given = new Given(positional, options)
  const interruption = new Interruption()
  const { context, close } = createContext(given, interruption.signal)
  try {
    const { run } = await row.load()
    const code = await interruption.orGivenUp(run(context, given))
    exitWith(interruption.exitCode ?? code ?? 0)
  } catch (error) {
    // what fails after Ctrl-C failed because of it
    if (interruption.exitCode !== undefined) return exitWith(interruption.exitCode)
    throw await withHints(error, context)
  } finally {
    context.status.clear()
    await close()
  }
}
