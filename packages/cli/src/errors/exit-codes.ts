import { isThrottling, refusesCredentials } from '@reyield/workflow/internal'

/** The exit codes of `reyield`, as docs/cli.md lists them. */
export const exitCodes = {
  0: 'The command succeeded. Also if the reader of its output has closed the pipe.',
  1: 'The answer is bad: a failed execution, no result in time, a replay that differs, a problem that doctor has found, a bulk command that was not confirmed or has failed for some executions.',
  2: 'Wrong usage, a wrong configuration, or a value that a schema or SWF refuses.',
  3: 'The execution, the activity task, the schedule, the domain or the type is unknown.',
  4: 'SWF is unreachable, refuses the credentials, or throttles for too long.',
  70: 'A bug in reyield.',
  129: 'The terminal was closed.',
  130: 'Ctrl-C.',
  143: 'The process was ended by SIGTERM.',
} as const

/** An exit code of `reyield`. */
export type ExitCode = keyof typeof exitCodes

const byCode: Readonly<Record<string, ExitCode>> = {
  EXECUTION_UNKNOWN: 3,
  DOMAIN_UNKNOWN: 3,
  TYPE_UNKNOWN: 3,
  TYPE_DEPRECATED: 3,
  ACTIVITY_TASK_UNKNOWN: 3,
  SCHEDULE_UNKNOWN: 3,
  ENDPOINT_UNREACHABLE: 4,
  RETRIES_EXHAUSTED: 4,
  EXECUTION_ALREADY_STARTED: 1,
  SCHEDULE_EXISTS: 1,
  PLAN_LOCKED: 1,
  CALL_TIMED_OUT: 1, // the option --timeout
  WORKFLOW_FAILED: 1,
  WORKFLOW_CANCELED: 1,
  WORKFLOW_TERMINATED: 1,
  WORKFLOW_TIMED_OUT: 1,
  WORKFLOW_CONTINUED_AS_NEW: 1,
  REPLAY_FAILED: 1,
  NON_DETERMINISM: 1,
}

/** The exit code of an error. */
export function exitCodeOf(error: unknown): ExitCode {
  const { code, name, $metadata } = (error ?? {}) as {
    code?: unknown
    name?: unknown
    $metadata?: { httpStatusCode?: number }
  }
  if (isReyieldCode(code)) return byCode[code] ?? 2
  if (typeof code === 'string' && code.startsWith('commander.')) return 2
  if (name === 'UnknownResourceFault') return 3
  if (name === 'ValidationException' || name === 'LimitExceededFault' || name === 'DefaultUndefinedFault')
    return 2
  if (typeof name === 'string' && (refusesCredentials(error) || isThrottling(error))) return 4
  if (($metadata?.httpStatusCode ?? 0) >= 400) return 4
  return 70
}

/** Whether it's a code of Reyield, such as `DOMAIN_UNKNOWN`, and not one of Node, such as `ENOENT` or `ERR_INVALID_ARG_TYPE`. */
const isReyieldCode = (code: unknown): code is string =>
  typeof code === 'string' && /^[A-Z]+(_[A-Z]+)+$/.test(code) && !code.startsWith('ERR_')
