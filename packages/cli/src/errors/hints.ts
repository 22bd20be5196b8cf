import type { CommandContext } from '../context/context.ts'

/** Hints that replace the advice of a message, because that is about programs and not about the command line. */
const byCode: Readonly<Record<string, readonly string[]>> = {
  DOMAIN_UNKNOWN: [
    'Choose another one with --domain, or register it: a worker does, or `aws swf register-domain`.',
  ],
  TASK_LIST_MISSING: ['Set it with --task-list, or declare it with the workflow.'],
  TIMEOUT_MISSING: ['Set it with --execution-timeout, or declare it with the workflow.'],
  TYPE_UNKNOWN: ['Register it: a worker that has it does so when it starts.'],
  SCHEDULE_EXISTS: ['Change it with reyield schedule update NAME, or create it with --or-update.'],
  SCHEDULE_UNKNOWN: ['See the schedules of the domain with reyield schedule list.'],
  REPLAY_HOST_TIMED_OUT: ['If the replay only needs more time, set replayTimeout in the configuration.'],
  EXECUTION_ALREADY_STARTED: ['Choose another one with --id, or see the open one: reyield show ID.'],
}

/** The hints of an error that has some of its own (`hints`), or whose code has. */
export function hintsOf(error: unknown): readonly string[] | undefined {
  const { code, hints } = (error ?? {}) as { code?: unknown; hints?: unknown }
  if (Array.isArray(hints)) return hints as string[]
  return typeof code === 'string' ? byCode[code] : undefined
}

/** The error, with hints that need SWF. */
export async function withHints(error: unknown, context: CommandContext): Promise<unknown> {
  if ((error as { code?: unknown } | undefined)?.code !== 'EXECUTION_UNKNOWN') return error
  const { hintsAboutId } = await import('../executions/near-ids.ts')
  const hints = await hintsAboutId(error, context)
  return hints === undefined ? error : Object.assign(error as Error, { hints })
}
