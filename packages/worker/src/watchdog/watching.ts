import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReplayOptions } from '@reyield/replay'
import { milliseconds, type AnyWorkflow, type Duration } from '@reyield/workflow'
import type { Logger } from '../logging/logger.ts'
import { UnsafeFolderError } from './private-folder.ts'
import { SetAside, watched } from './set-aside.ts'
import { watchdogOf } from './watchdog.ts'

/** What is done about a workflow that blocks the thread. */
export interface WatchdogOptions {
  /** How long one activation of a workflow may block the thread. Default 10 seconds. */
  readonly blockedAfter?: Duration
  /**
   * The folder of the notes about executions that did. Only this process's user may be able to open it; a folder that
   * doesn't exist is made so. Default: `reyield-blocked-<user id>` in the system's folder for temporary files.
   */
  readonly folder?: string
}

/** For each decision task: throws for an execution that is set aside, else gives what its replay is to tell. */
export type Watching = (
  definition: AnyWorkflow,
  execution: { readonly workflowId: string; readonly runId: string },
) => ReplayOptions['activation']

/**
 * The watchdog of a decider; `false`: nobody watches, nothing is set aside.
 *
 * @throws UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE), if the folder that was given isn't private
 */
export function watching(options: WatchdogOptions | false = {}, logger: Logger): Watching {
  if (options === false) return () => undefined
  const { blockedAfter = '10s', folder = defaultFolder() } = options
  const watchdog = watchdogOf(milliseconds(blockedAfter, 'watchdog.blockedAfter'), folder)
  const setAside = options.folder === undefined ? readOrWarn(folder, logger) : new SetAside(folder)
  return (definition, execution) => {
    const about = watched(definition, execution)
    setAside.check(about)
    return watchdog.watch(about)
  }
}

/** One for each user: in a shared folder for temporary files, the same one for all would be that of who came first. */
const defaultFolder = () => join(tmpdir(), ['reyield-blocked', process.getuid?.()].join('-'))

/**
 * Anybody can take the default folder's name, and that mustn't keep a decider from starting: it does without the notes. A
 * folder that was asked for is another matter.
 */
function readOrWarn(folder: string, logger: Logger): SetAside {
  try {
    return new SetAside(folder)
  } catch (error) {
    if (!(error instanceof UnsafeFolderError)) throw error
    logger.warn(`${error.message}. Until then no execution is set aside`, { code: error.code })
    return new SetAside(undefined)
  }
}
