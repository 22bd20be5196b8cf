import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startConsole, type RunningConsole } from '@reyield/console'
import { hostsOf } from '@reyield/inspect'
import { serialHistory } from '../../histories.ts'

const program = fileURLToPath(new URL('program.js', import.meta.url))

/** Opens a console with files of histories with so many events, and the code of their workflow. */
export async function consoleOf(
  lengths: readonly number[],
): Promise<{ readonly console: RunningConsole; readonly close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-'))
  const files = lengths.map(events => {
    const file = join(folder, `${events}.json`)
    writeFileSync(file, JSON.stringify({ events: named(serialHistory(events / 6)) }))
    return file
  })
  const console = await startConsole({ port: 0, files, code: hostsOf({ workflows: [program] }) })
  return {
    console,
    async close() {
      await console.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The history of the program, which a file's events name. */
const named = ([first, ...events]: ReturnType<typeof serialHistory>) => [
  {
    ...first,
    workflowExecutionStartedEventAttributes: {
      ...first!.workflowExecutionStartedEventAttributes,
      workflowType: { name: 'serial', version: '1.0' },
    },
  },
  ...events,
]
