import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A new folder for the files of a contender. It's on the disk that TMPDIR is on, which should be a real one. */
export function temporaryFolder(): { file(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'reyield-bench-'))
  return { file: name => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) }
}
