import type { Domain, Execution } from '../state/execution.ts'
import {
  domainDeprecated,
  typeDeprecated,
  unknownActivity,
  unknownArn,
  unknownDecisionTask,
  unknownDomain,
  unknownExecution,
  unknownType,
} from '../../model/swf-errors.ts'
import type { ExecutionId, TypeId } from '../../model/swf-errors.ts'
import type { ActivityTypeConfiguration, WorkflowTypeConfiguration } from '../../model/generated/types.ts'
import { typeKey } from '../state/registered-type.ts'
import type { RegisteredType } from '../state/registered-type.ts'
import type { State } from '../state/state.ts'
import { readTaskToken } from '../tokens.ts'
import type { TaskId } from '../tokens.ts'
import type { Context } from '../context.ts'
import { domainArn } from './domain-info.ts'

/** Finds what a request is about, or throws the error that SWF returns if it doesn't exist. */

/** What a request can see: the part of the state that belongs to a region. */
type View = Pick<Context, 'state' | 'region'>

/** Finds a domain. All lookups by domain name go through here, which keeps regions apart. */
export function findDomain({ state, region }: View, name: string): Domain {
  const domain = state.domains.get({ region, name })
  if (domain === undefined) throw unknownDomain(name, state.domains.regionsOf(name))
  return domain
}

/** Finds a domain that isn't deprecated, so types can be registered and executions started in it. */
export function findRegisteredDomain(view: View, name: string): Domain {
  const domain = findDomain(view, name)
  if (domain.deprecated) throw domainDeprecated(name)
  return domain
}

/** Finds a domain by the ARN that DescribeDomain returns. The ARN of a domain in another region is unknown. */
export function findDomainByArn({ state, region, account }: Context, arn: string): Domain {
  const before = domainArn({ region, name: '' }, account)
  const name = arn.startsWith(before) ? arn.slice(before.length) : undefined
  const domain = name === undefined ? undefined : state.domains.get({ region, name })
  if (domain === undefined) throw unknownArn(arn)
  return domain
}

export type TypeKind = 'WorkflowType' | 'ActivityType'

export interface Configurations {
  readonly WorkflowType: WorkflowTypeConfiguration
  readonly ActivityType: ActivityTypeConfiguration
}

export function typesOf<K extends TypeKind>(domain: Domain, kind: K) {
  const types = kind === 'WorkflowType' ? domain.workflowTypes : domain.activityTypes
  return types as Map<string, RegisteredType<Configurations[K]>>
}

export function findType<K extends TypeKind>(domain: Domain, kind: K, id: TypeId) {
  const type = typesOf(domain, kind).get(typeKey(id))
  if (type === undefined) throw unknownType(kind, id)
  return type
}

export function findRegisteredType<K extends TypeKind>(domain: Domain, kind: K, id: TypeId) {
  const type = findType(domain, kind, id)
  if (type.deprecationDate !== undefined) throw typeDeprecated(kind, id)
  return type
}

/** Finds an execution, open or closed. */
export function findExecution(
  view: View,
  domainName: string,
  id: { workflowId: string; runId: string },
): Execution {
  const domain = findDomain(view, domainName)
  const execution = view.state.executions.get(id.runId)
  if (execution === undefined || execution.domain !== domain || execution.workflowId !== id.workflowId) {
    throw unknownExecution(id)
  }
  return execution
}

/** The open execution with this workflow id, and this run id if one is given. */
export function openExecution(domain: Domain, { workflowId, runId }: ExecutionId): Execution | undefined {
  const execution = domain.open.get(workflowId)
  return runId === undefined || runId === execution?.runId ? execution : undefined
}

/** Like `openExecution`, but throws UnknownResourceFault if there is none. */
export function findOpenExecution(view: View, domain: string, id: ExecutionId): Execution {
  const execution = openExecution(findDomain(view, domain), id)
  if (execution === undefined) throw unknownExecution(id)
  return execution
}

/** Finds the started decision task that a token identifies. */
export function findDecisionTask(view: View, token: string) {
  const id = readTaskToken('decision', token)
  const execution = findTokensExecution(view, id)
  const task = execution.started
  if (task?.scheduledEventId !== id.scheduledEventId || task.startedEventId !== id.startedEventId) {
    throw unknownDecisionTask(id.scheduledEventId)
  }
  return { execution, task }
}

/** Finds the started activity that a token identifies. */
export function findActivity(view: View, token: string) {
  const id = readTaskToken('activity', token)
  const execution = findTokensExecution(view, id)
  const task = execution.activitiesByEvent.get(id.scheduledEventId)
  if (task === undefined || task.startedEventId !== id.startedEventId)
    throw unknownActivity(id.scheduledEventId)
  return { execution, task }
}

/** Whether a token identifies a started task, in any region. */
export function isStarted(state: State, token: string): boolean {
  return (['decision', 'activity'] as const).some(kind => {
    try {
      const region = state.executions.get(readTaskToken(kind, token).runId)?.domain.region ?? ''
      const find = kind === 'decision' ? findDecisionTask : findActivity
      find({ state, region }, token)
      return true
    } catch {
      return false
    }
  })
}

/** A token from another region identifies an unknown execution. */
function findTokensExecution({ state, region }: View, id: TaskId): Execution {
  const execution = state.executions.get(id.runId)
  if (execution === undefined || execution.closed !== undefined || execution.domain.region !== region)
    throw unknownExecution(id)
  return execution
}
