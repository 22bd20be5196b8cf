import { SwfError, UnknownDomainError } from './swf-error.ts'

/** The faults of the Amazon SWF API reference with the service's own texts, where those are known (swf-semantics.md §1.3). */

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

/** A task token or page token that this service never made. */
export const invalidToken = () => validation('Invalid token')

export const serialization = (message: string) =>
  new SwfError('com.amazon.coral.service#SerializationException', message)

export const unknownOperation = (message: string) =>
  new SwfError('com.amazon.coral.service#UnknownOperationException', message)

export const invalidSignature = (message: string) =>
  new SwfError('com.amazon.coral.service#InvalidSignatureException', message)

/** Not the service's: it is there for what only a local SWF has to refuse. */
export const webPageRefused = () =>
  new SwfError(
    'com.amazon.coral.service#AccessDeniedException',
    'Requests of web pages (with an Origin header) are refused',
    403,
  )

/** A request that is no POST; `usage` says what would be right. */
export const methodNotAllowed = (method: string, usage: string) =>
  new SwfError(
    'com.amazon.coral.service#UnknownOperationException',
    `${method} is not supported here. ${usage}`,
    405,
  )

export const throttling = () =>
  new SwfError('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')

const unknownResource = (message: string) => new SwfError(modeled('UnknownResourceFault'), message)

/** `elsewhere`: the regions that have a domain of this name. */
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

/** The service gives no reason, but an empty message. */
export const alreadyStarted = () => new SwfError(modeled('WorkflowExecutionAlreadyStartedFault'), '')

/** `missing` is the member that neither the request nor the type gave, `executionStartToCloseTimeout` for instance. */
export const defaultUndefined = (missing: string) => new SwfError(modeled('DefaultUndefinedFault'), missing)

export const limitExceeded = (message: string) => new SwfError(modeled('LimitExceededFault'), message)

export const tooManyTags = (message: string) => new SwfError(modeled('TooManyTagsFault'), message)

const typeText = (kind: string, { name, version }: TypeId) => `${kind}=[name=${name}, version=${version}]`
