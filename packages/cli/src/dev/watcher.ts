import { statSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { ConfigError } from '../errors/config.ts'

/** Files that may be a part of the running code. */
const code = /\.[cm]?[jt]sx?$/
const noCode = /\.d\.[cm]?ts$|\.(test|spec)\.[cm]?[jt]sx?$/

/** Whether a change of this file restarts the worker. The path is relative to a watched folder. */
export const isCode = (path: string): boolean =>
  code.test(path) &&
  !noCode.test(path) &&
  !path.split(sep).some(part => part === 'node_modules' || part.startsWith('.'))

/**
 * Watches folders, with the folders in them, and files. Returns a function that ends it.
 *
 * @throws ConfigError (CONFIG_INVALID) for a path that doesn't exist, or if the system allows no more watches
 */
export function watchCode(
  paths: readonly string[],
  onChange: (file: string) => void,
  onError: (error: Error) => void,
): () => void {
  const watchers: FSWatcher[] = []
  const close = () => {
    for (const each of watchers) each.close()
  }
  try {
    for (const path of outermost(paths)) watchers.push(watchOne(path, onChange).on('error', onError))
  } catch (error) {
    close()
    const { code: of, message } = error as NodeJS.ErrnoException
    const advice =
      of === 'ENOSPC'
        ? '. The system allows no more watches: raise fs.inotify.max_user_watches, or set dev.watch to fewer folders'
        : '. Folders and files with code are in the member dev.watch'
    throw new ConfigError(`Code can't be watched: ${message}${advice}`, { cause: error })
  }
  return close
}

function watchOne(path: string, onChange: (file: string) => void): FSWatcher {
  if (statSync(path).isDirectory()) {
    // some systems don't say which file it was
    return watch(path, { recursive: true }, (_, file) => {
      if (file === null || isCode(file)) onChange(file === null ? path : join(path, file))
    })
  }
  // editors replace files, and a watch of the file itself would stay with the old one
  return watch(dirname(path), (_, file) => {
    if (file === basename(path)) onChange(path)
  })
}

/** The paths without those that are in another one of them. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter(
    path => !paths.some(other => other !== path && path.startsWith(`${other}${sep}`)),
  )
