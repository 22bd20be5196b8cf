import type { ActivityContext } from '@reyield/worker'
import { activities, isReyieldError, workflow } from '@reyield/workflow'

// A long activity: it reports its progress, and learns when it must stop.
const impl = {
  async copyFiles(
    { files, copied }: { files: readonly string[]; copied: number },
    { heartbeat, signal, stopping }: ActivityContext,
  ): Promise<string> {
    for (let next = copied; next < files.length; next++) {
      if (stopping.aborted) throw new Interrupted(next) // this worker is stopping
      await copy(files[next]!, { signal })
      await heartbeat({ copied: next + 1 })
    }
    return `${files.length} files`
  },
}

class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly copied: number
  constructor(copied: number) {
    super(`the worker stops; ${copied} files are copied`)
    this.copied = copied
  }
}

const { copyFiles } = activities<typeof impl>({
  startToClose: '2h', // the whole activity
  heartbeat: '30s', // the longest time between two heartbeats
  scheduleToStart: '10m', // until a worker takes it
})

/** Continues the copy where its last worker stopped or crashed. */
export const backup = workflow(
  { name: 'backup', taskList: 'backups', executionStartToClose: '1 day' },
  async function* (files: string[]) {
    for (let copied = 0; ;) {
      try {
        return yield* copyFiles({ files, copied })
      } catch (error) {
        const progress = progressOf(error)
        if (progress === undefined) throw error
        copied = Math.max(copied, progress) // the worker may have crashed before its first heartbeat
      }
    }
  },
)

/** The number of copied files, from the last heartbeat or from the activity's own error. */
function progressOf(error: unknown): number | undefined {
  if (isReyieldError(error, 'ACTIVITY_TIMED_OUT') && error.timeoutType === 'HEARTBEAT') {
    return (error.details as { copied: number } | undefined)?.copied ?? 0
  }
  if (isReyieldError(error, 'ACTIVITY_FAILED')) {
    const { name, data } = error.cause as { name: string; data?: { copied: number } }
    if (name === 'Interrupted') return data!.copied
  }
  return undefined
}

/** Copies one file. */
async function copy(file: string, { signal }: { signal: AbortSignal }): Promise<void> {
  signal.throwIfAborted()
  copies.push(file)
}

export const copies: string[] = []
export { impl as copying }
