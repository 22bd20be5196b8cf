import { createInterface } from 'node:readline/promises'

/** Asks for the folder in a terminal. Resolves with undefined at Ctrl-C and Ctrl-D. */
export async function askForFolder(byDefault: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = new AbortController()
  terminal.once('close', () => closed.abort()) // a question to a closed terminal is never answered
  try {
    const answer = await terminal.question(`Folder of the project (${byDefault}): `, {
      signal: closed.signal,
    })
    return answer.trim() === '' ? byDefault : answer.trim()
  } catch (error) {
    if (!closed.signal.aborted) throw error
    process.stderr.write('\n')
    return undefined
  } finally {
    terminal.close()
  }
}
