import type { RecordedRun, ReplayCheck, Replayer } from '@reyield/inspect'

/** Checks a history. A workflow that loops for ever, or ends its process, is the fault of that history alone. */
export async function checked(code: Replayer, recorded: RecordedRun): Promise<ReplayCheck> {
  try {
    return await code.check(recorded)
  } catch (error) {
    const { code: of, message } = error as { code?: string; message: string }
    if (of !== 'REPLAY_HOST_TIMED_OUT' && of !== 'REPLAY_HOST_FAILED') throw error
    return { decisionTasks: 0, error: { code: of, message, eventId: undefined } }
  }
}
