import { homedir } from 'node:os'
import { join } from 'node:path'

/** The folder in which `reyield` keeps files of its own for the user. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(ofSystem(env), 'reyield')
}

function ofSystem(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}
