import { SwfError, UnknownDomainError } from './swf-error.ts'

/**
 * The errors in the API reference of Amazon SWF. Their texts are the service's own where those are known (swf-semantics.md §1.3).
 */

const modeled = (name: string) => `com.amazonaws.swf.base.model#${name}`

export interface TypeId {
  readonly name: string
  readonly version: string
}

export interface ExecutionId {
  readonly workflowId: string
  readonly runId?: string | undefined
}

export const validation = (message: string) =>
  new SwfError('com.amazon.coral.validate#ValidationException', message)

/** A task token or page token that this server didn't issue. */
export const invalidToken = () => validation('Invalid token')

export const serialization = (message: string) =>
  new SwfError('com.amazon.coral.service#SerializationException', message)

export const unknownOperation = (message: string) =>
  new SwfError('com.amazon.coral.service#UnknownOperationException', message)

export const invalidSignature = (message: string) =>
  new SwfError('com.amazon.coral.service#InvalidSignatureException', message)

/** Amazon SWF has no such error: only a local server must protect itself from web pages. */
export const webPageRefused = () =>
  new SwfError(
    'com.amazon.coral.service#AccessDeniedException',
    'Requests from web pages (with an Origin header) are refused',
    403,
  )

/** A request whose method isn't POST. `usage` says what is expected. */
export const methodNotAllowed = (method: string, usage: string) =>
  new SwfError(
    'com.amazon.coral.service#UnknownOperationException',
    `${method} is not supported here. ${usage}`,
    405,
  )

export const throttling = () =>
  new SwfError('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')

const unknownResource = (message: string) => new SwfError(modeled('UnknownResourceFault'), message)

/** `elsewhere` are the other regions that have a domain of this name. */
export const unknownDomain = (name: string, elsewhere: readonly string[]) =>
  new UnknownDomainError(modeled('UnknownResourceFault'), name, elsewhere)

export const unknownArn = (arn: string) => unknownResource(`Unknown resource: ${arn}`)

export const unknownType = (kind: string, type: TypeId) =>
  unknownResource(`Unknown type: ${typeText(kind, type)}`)

export const unknownExecution = ({ workflowId, runId }: ExecutionId) =>
  unknownResource(
    runId === undefined
      ? `Unknown execution, workflowId = ${workflowId}`
      : `Unknown execution: WorkflowExecution=[workflowId=${workflowId}, runId=${runId}]`,
  )

/** Amazon SWF has no such error. A client of the action GetClosingEvents then creates a session. */
export const unknownSession = (session: string) => unknownResource(`Unknown session: ${session}`)

export const unknownDecisionTask = (scheduledEventId: number) =>
  unknownResource(`Unknown decision task, scheduledEventId = ${scheduledEventId}`)

export const unknownActivity = (scheduledEventId: number) =>
  unknownResource(`Unknown activity, scheduledEventId = ${scheduledEventId}`)

export const domainAlreadyExists = (name: string) => new SwfError(modeled('DomainAlreadyExistsFault'), name)

export const domainDeprecated = (name: string) => new SwfError(modeled('DomainDeprecatedFault'), name)

export const typeAlreadyExists = (kind: string, type: TypeId) =>
  new SwfError(modeled('TypeAlreadyExistsFault'), typeText(kind, type))

export const typeDeprecated = (kind: string, type: TypeId) =>
  new SwfError(modeled('TypeDeprecatedFault'), typeText(kind, type))

export const typeNotDeprecated = () =>
  new SwfError(
    modeled('TypeNotDeprecatedFault'),
    'The type is currently registered and cannot be deleted in its current state',
  )

/** The service's message is empty. */
export const alreadyStarted = () => new SwfError(modeled('WorkflowExecutionAlreadyStartedFault'), '')

/** `missing` is the member that neither the request nor the type has, for instance `executionStartToCloseTimeout`. */
export const defaultUndefined = (missing: string) => new SwfError(modeled('DefaultUndefinedFault'), missing)

export const limitExceeded = (message: string) => new SwfError(modeled('LimitExceededFault'), message)

export const tooManyTags = (message: string) => new SwfError(modeled('TooManyTagsFault'), message)

const typeText = (kind: string, { name, version }: TypeId) => `${kind}=[name=${name}, version=${version}]`
