import type { ActivityContext } from '@reyield/worker'
import { activities, isReyieldError, workflow } from '@reyield/workflow'

// An activity that takes its time: it tells how far it is, and hears when it is to end.
const impl = {
  async copyFiles(
    { files, copied }: { files: readonly string[]; copied: number },
    { heartbeat, signal, stopping }: ActivityContext,
  ): Promise<string> {
    for (let next = copied; next < files.length; next++) {
      if (stopping.aborted) throw new Interrupted(next) // this worker is on its way out
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
  heartbeat: '30s', // the longest silence in it
  scheduleToStart: '10m', // nobody takes it
})

/** Goes on where the copy was, whatever became of its worker. */
export const backup = workflow(
  { name: 'backup', taskList: 'backups', executionStartToClose: '1 day' },
  async function* (files: string[]) {
    for (let copied = 0; ;) {
      try {
        return yield* copyFiles({ files, copied })
      } catch (error) {
        const stand = standOf(error)
        if (stand === undefined) throw error
        copied = Math.max(copied, stand) // it may have died before its first heartbeat
      }
    }
  },
)

/** How far the copy was: from its last heartbeat, or from its own error. */
function standOf(error: unknown): number | undefined {
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
