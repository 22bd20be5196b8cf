import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * Makes a folder for all temporary files of this process and of its children, and removes it when this process ends. So a run of
 * tests leaves nothing behind, not even what belongs to processes that a test killed. vitest's own files are among them if
 * this is called while its configuration is loaded, which each project of a run does.
 */
export function useTemporaryFolder(): void {
  const own = `ry-${process.pid}-` // short, as paths of sockets have a limit of 108 bytes
  if (basename(tmpdir()).startsWith(own)) return
  const folder = mkdtempSync(join(tmpdir(), own))
  process.env['TMPDIR'] = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
}
