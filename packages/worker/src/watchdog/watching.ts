import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReplayOptions } from '@reyield/replay'
import { milliseconds, type AnyWorkflow, type Duration } from '@reyield/workflow'
import { SetAside, watched } from './set-aside.ts'
import { watchdogOf } from './watchdog.ts'

/** What is done about a workflow that blocks the thread. */
export interface WatchdogOptions {
  /** How long one activation of a workflow may block the thread. Default 10 seconds. */
  readonly blockedAfter?: Duration
  /** Where executions are noted that did. Default: `reyield-blocked` in the system's folder for temporary files. */
  readonly folder?: string
}

/** For each decision task: throws for an execution that is set aside, else gives what its replay is to tell. */
export type Watching = (
  definition: AnyWorkflow,
  execution: { readonly workflowId: string; readonly runId: string },
) => ReplayOptions['activation']

/** The watchdog of a decider; `false`: nobody watches, nothing is set aside. */
export function watching(options: WatchdogOptions | false = {}): Watching {
  if (options === false) return () => undefined
  const { blockedAfter = '10s', folder = join(tmpdir(), 'reyield-blocked') } = options
  const watchdog = watchdogOf(milliseconds(blockedAfter, 'watchdog.blockedAfter'), folder)
  const setAside = new SetAside(folder)
  return (definition, execution) => {
    const about = watched(definition, execution)
    setAside.check(about)
    return watchdog.watch(about)
  }
}
