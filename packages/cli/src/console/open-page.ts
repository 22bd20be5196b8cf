import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The command that opens a file in the browser of the user. */
const commands: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/**
 * Opens an address in the browser. Every user of the machine can read the arguments of processes, so the address with its token is in a file that
 * only this user can read, and which leads to it. Returns what removes the file.
 */
export function openPage(url: string): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'reyield-')) // for its owner only
  const file = join(folder, 'console.html')
  writeFileSync(file, redirectTo(url), { mode: 0o600 })
  const [command, ...others] = commands[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...others, file], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined) // there is no browser: the address was printed
  child.unref()
  return () => rmSync(folder, { recursive: true, force: true })
}

const redirectTo = (url: string) =>
  `<!doctype html><meta charset="utf-8"><title>Reyield</title><meta http-equiv="refresh" content="0;url=${escaped(url)}">` +
  `<a href="${escaped(url)}">Open the console</a>\n`

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
