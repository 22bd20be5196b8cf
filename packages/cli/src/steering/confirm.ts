import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../context/context.ts'
import type { Text } from '../output/text.ts'

/** Asks a question on the terminal. Only `y` and `yes` mean yes. */
export async function confirm({ notes, interrupted }: CommandContext, question: Text): Promise<boolean> {
  notes.part(question)
  // not `terminal`: the terminal stays as it is, and Ctrl-C remains a signal
  const lines = createInterface({ input: process.stdin, terminal: false })
  try {
    const answer = await lines.question('', { signal: interrupted })
    return /^\s*y(es)?\s*$/i.test(answer)
  } finally {
    if (interrupted.aborted) notes.line() // the shell's prompt begins a line of its own
    lines.close()
  }
}
