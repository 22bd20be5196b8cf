import type { ApiError } from '../api/index.ts'
import { isUnanswered } from '../service/watched-port.ts'

/** An error as the page gets it. */
export interface Failure {
  readonly status: number
  readonly error: ApiError
}

/** How many issues of a schema are sent. */
const mostIssues = 50

type Issues = NonNullable<ApiError['issues']>

const statuses: Readonly<Record<string, number>> = {
  EXECUTION_UNKNOWN: 404,
  DOMAIN_UNKNOWN: 404,
  TYPE_UNKNOWN: 404,
  SCHEDULE_UNKNOWN: 404,
  EXECUTION_ALREADY_STARTED: 409,
  SCHEDULE_EXISTS: 409,
  CONSOLE_READ_ONLY: 403,
  INPUT_INVALID: 422,
  PAYLOAD_TOO_LONG: 422,
  PAYLOAD_UNSERIALIZABLE: 422,
  ENDPOINT_UNREACHABLE: 503,
  RETRIES_EXHAUSTED: 503,
  CALL_TIMED_OUT: 504,
  REPLAY_HOST_TIMED_OUT: 504,
  REPLAY_HOST_FAILED: 502,
}

/** SWF's errors that a person can do something about, in words. SWF's own messages may quote what was sent. */
const ofSwf: Readonly<Record<string, readonly [status: number, message: string]>> = {
  UnknownResourceFault: [404, 'SWF doesn’t have the execution, or has it no longer'],
  ThrottlingException: [429, 'SWF has refused the request, because there were too many'],
  OperationNotPermittedFault: [403, 'The credentials don’t allow this'],
  AccessDeniedException: [403, 'The credentials don’t allow this'],
  CredentialsProviderError: [503, 'There are no credentials for SWF'],
  ExpiredTokenException: [503, 'The credentials for SWF have expired'],
  UnrecognizedClientException: [503, 'SWF doesn’t accept the credentials'],
  LimitExceededFault: [409, 'A quota of SWF is used up'],
  TypeDeprecatedFault: [409, 'The type is deprecated'],
  DefaultUndefinedFault: [422, 'A value is missing for which the type has no default'],
  WorkflowExecutionAlreadyStartedFault: [409, 'An execution with this workflow id is open'],
  ValidationException: [422, 'SWF has refused a value of the request'],
}

/** An error without payloads. Messages of Reyield's errors have none; those of others are replaced. */
export function failureOf(thrown: unknown): Failure {
  const { code, name, message, status, issues } = (thrown ?? {}) as Partial<Record<string, unknown>>
  if (
    typeof code === 'string' &&
    typeof message === 'string' &&
    /^[A-Z]+(_[A-Z]+)+$/.test(code) &&
    isOurs(code)
  ) {
    return {
      status: typeof status === 'number' ? status : (statuses[code] ?? 400),
      error: {
        code,
        message,
        ...(Array.isArray(issues) ? { issues: issues.slice(0, mostIssues) as Issues } : {}),
      },
    }
  }
  const [known, text] = (typeof name === 'string' ? ofSwf[name] : undefined) ?? []
  if (known !== undefined) return { status: known, error: { code: String(name), message: text! } }
  if (isUnanswered(thrown)) {
    return { status: 503, error: { code: 'SERVICE_UNREACHABLE', message: 'SWF can’t be reached at present' } }
  }
  if (httpStatusOf(thrown) >= 400) {
    return { status: 502, error: { code: String(name), message: 'SWF has refused the request' } }
  }
  return {
    status: 500,
    error: { code: 'CONSOLE_FAILED', message: 'The console has failed. Its terminal shows the error' },
  }
}

/** Node's own errors have codes such as `ERR_INVALID_ARG_TYPE` and `ECONNREFUSED`. */
const isOurs = (code: string) => !code.startsWith('ERR_')

const httpStatusOf = (thrown: unknown): number =>
  (thrown as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode ?? 0
