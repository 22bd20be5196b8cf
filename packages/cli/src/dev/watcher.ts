import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { ConfigError } from '../errors/config.ts'

/** Files that may be a part of the running code. */
const code = /\.[cm]?[jt]sx?$/
const noCode = /\.d\.[cm]?ts$|\.(test|spec)\.[cm]?[jt]sx?$/

/** Whether a change of this file restarts the worker. The path is relative to a watched folder. */
export const isCode = (path: string): boolean =>
  code.test(path) && !noCode.test(path) && !path.split(sep).some(isForeign)

/** Whether a folder contains what others have written. */
const isForeign = (folder: string): boolean => folder === 'node_modules' || folder.startsWith('.')

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
  const watchers = new Map<string, FSWatcher>()
  const close = () => {
    for (const each of watchers.values()) each.close()
  }
  try {
    for (const path of outermost(paths)) {
      if (statSync(path).isDirectory()) watchFolder(path)
      // editors replace files, and a watch of the file itself would stay with the old one
      else add(path, dirname(path), {}, file => file === basename(path) && onChange(path))
    }
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

  function add(key: string, path: string, options: object, onFile: (file: string | null) => unknown): void {
    watchers.get(key)?.close()
    watchers.set(key, watch(path, options, (_, file) => onFile(file)).on('error', onError))
  }

  /** Watches the files of a folder, and its folders as wholes, but not node_modules: each folder in there would cost a watch. */
  function watchFolder(folder: string): void {
    const changed = (file: string | null, within: string) => {
      if (file === null || isCode(file)) onChange(file === null ? within : join(within, file))
    }
    const watchWhole = (path: string) => add(path, path, { recursive: true }, file => changed(file, path))
    add(folder, folder, {}, file => {
      changed(file, folder)
      if (file !== null && isFolder(join(folder, file))) watchWhole(join(folder, file)) // a new one, or one that was replaced
    })
    for (const name of readdirSync(folder)) if (isFolder(join(folder, name))) watchWhole(join(folder, name))
  }
}

const isFolder = (path: string): boolean =>
  !isForeign(basename(path)) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** The paths without those that are in another one of them. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter(
    path => !paths.some(other => other !== path && path.startsWith(`${other}${sep}`)),
  )
