import { mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, type Surroundings } from '../src/run.ts'

/** An empty folder. */
export const emptyFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'create-')))

/** All files and folders in a folder, as sorted paths; folders end with `/`. */
export const tree = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(
      entry => join(entry.parentPath, entry.name).slice(folder.length + 1) + (entry.isDirectory() ? '/' : ''),
    )
    .toSorted()

/** Runs the command line in a folder of this process. In what it prints, the folder is `~`. */
export async function createReyield(
  cwd: string,
  args: readonly string[],
  surroundings: Partial<Surroundings> = {},
): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' }
  const code = await run(args, {
    cwd,
    env: {},
    out: text => (printed.out += text),
    err: text => (printed.err += text),
    ask: undefined,
    ...surroundings,
  })
  return { code, out: printed.out.replaceAll(cwd, '~'), err: printed.err.replaceAll(cwd, '~') }
}
