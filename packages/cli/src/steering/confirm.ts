import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../context/context.ts'
import type { Text } from '../output/text.ts'

/** Asks a question on the terminal. Only `y` and `yes` mean yes. */
export const confirm = async (context: CommandContext, question: Text): Promise<boolean> =>
  /^\s*y(es)?\s*$/i.test(await ask(context, question))

/** Asks a question on the terminal, and returns the line that is typed. */
export async function ask({ notes, interrupted }: CommandContext, question: Text): Promise<string> {
  notes.part(question)
  // not `terminal`: the terminal stays as it is, and Ctrl-C remains a signal
  const lines = createInterface({ input: process.stdin, terminal: false })
  try {
    // at the end of the input, no line is coming
    const ended = new Promise<string>(resolve => lines.once('close', () => resolve('')))
    return await Promise.race([lines.question('', { signal: interrupted }), ended])
  } finally {
    if (interrupted.aborted) notes.line() // the shell's prompt begins a line of its own
    lines.close()
  }
}

/** Whether somebody can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY
