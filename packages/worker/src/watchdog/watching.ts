import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReplayOptions } from '@reyield/replay'
import { milliseconds, type AnyWorkflow, type Duration } from '@reyield/workflow'
import type { Logger } from '../logging/logger.ts'
import { UnsafeFolderError } from './private-folder.ts'
import { Quarantine, watched } from './quarantine.ts'
import { watchdogOf } from './watchdog.ts'

/** Options for workflows that block the thread. */
export interface WatchdogOptions {
  /** How long one activation of a workflow may block the thread. Default 10 seconds. */
  readonly blockedAfter?: Duration
  /**
   * The folder for notes about executions that blocked the thread. Only this process's user may be able to open it. If it doesn't
   * exist, it is created with that mode. Default: `reyield-blocked-<user id>` in the system's folder for temporary files.
   */
  readonly folder?: string
}

/** Called for each decision task. Throws for a quarantined execution, else returns the callbacks for its replay. */
export type Watching = (
  definition: AnyWorkflow,
  execution: { readonly workflowId: string; readonly runId: string },
) => ReplayOptions['activation']

/**
 * Creates the watchdog of a decider. `false`: nothing is watched, and no execution is quarantined.
 *
 * @throws UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE), if the folder of the options isn't private
 */
export function watching(options: WatchdogOptions | false = {}, logger: Logger): Watching {
  if (options === false) return () => undefined
  const { blockedAfter = '10s', folder = defaultFolder() } = options
  const watchdog = watchdogOf(milliseconds(blockedAfter, 'watchdog.blockedAfter'), folder)
  const quarantine = options.folder === undefined ? readOrWarn(folder, logger) : new Quarantine(folder)
  return (definition, execution) => {
    const about = watched(definition, execution)
    quarantine.check(about)
    return watchdog.watch(about)
  }
}

/** One for each user, since in a shared folder for temporary files, a common one would belong to the first user. */
const defaultFolder = () => join(tmpdir(), ['reyield-blocked', process.getuid?.()].join('-'))

/**
 * Any user can create a folder with the default name, and that mustn't keep a decider from starting. It works without the notes
 * then. For a folder of the options, the error is thrown.
 */
function readOrWarn(folder: string, logger: Logger): Quarantine {
  try {
    return new Quarantine(folder)
  } catch (error) {
    if (!(error instanceof UnsafeFolderError)) throw error
    logger.warn(`${error.message}. Until then no execution is quarantined`, { code: error.code })
    return new Quarantine(undefined)
  }
}
