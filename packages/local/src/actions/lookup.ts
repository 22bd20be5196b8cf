import type { Execution } from '../execution.ts'
import {
  domainDeprecated,
  typeDeprecated,
  unknownActivity,
  unknownArn,
  unknownDecisionTask,
  unknownDomain,
  unknownExecution,
  unknownType,
} from '../faults.ts'
import type { ExecutionId, TypeId } from '../faults.ts'
import type { ActivityTypeConfiguration, WorkflowTypeConfiguration } from '../model/generated/types.ts'
import { typeKey } from '../state.ts'
import type { Domain, RegisteredType, State } from '../state.ts'
import { readTaskToken } from '../tokens.ts'
import type { TaskId } from '../tokens.ts'
import type { Context } from './action.ts'
import { domainArn } from './domain-info.ts'

/** Finding what a request is about, or the fault that says it isn't there. */

export function findDomain(state: State, name: string): Domain {
  const domain = state.domains.get(name)
  if (domain === undefined) throw unknownDomain(name)
  return domain
}

/** A domain that new types and executions may come into. */
export function findRegisteredDomain(state: State, name: string): Domain {
  const domain = findDomain(state, name)
  if (domain.deprecated) throw domainDeprecated(name)
  return domain
}

/** A domain by the ARN that DescribeDomain gives. */
export function findDomainByArn({ state, owner }: Context, arn: string): Domain {
  const before = domainArn(owner, '')
  const domain = arn.startsWith(before) ? state.domains.get(arn.slice(before.length)) : undefined
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

/** An execution, open or closed. */
export function findExecution(
  state: State,
  domain: string,
  id: { workflowId: string; runId: string },
): Execution {
  findDomain(state, domain)
  const execution = state.executions.get(id.runId)
  if (execution === undefined || execution.domain !== domain || execution.workflowId !== id.workflowId) {
    throw unknownExecution(id)
  }
  return execution
}

/** The open execution of a workflow id, whose run id may be given. */
export function openExecution(domain: Domain, { workflowId, runId }: ExecutionId): Execution | undefined {
  const execution = domain.open.get(workflowId)
  return runId === undefined || runId === execution?.runId ? execution : undefined
}

/** The same for a request. */
export function findOpenExecution(state: State, domain: string, id: ExecutionId): Execution {
  const execution = openExecution(findDomain(state, domain), id)
  if (execution === undefined) throw unknownExecution(id)
  return execution
}

/** The started decision task of a token. */
export function findDecisionTask(state: State, token: string) {
  const id = readTaskToken('decision', token)
  const execution = findTokensExecution(state, id)
  const task = execution.started
  if (task?.scheduledEventId !== id.scheduledEventId || task.startedEventId !== id.startedEventId) {
    throw unknownDecisionTask(id.scheduledEventId)
  }
  return { execution, task }
}

/** The started activity of a token. */
export function findActivity(state: State, token: string) {
  const id = readTaskToken('activity', token)
  const execution = findTokensExecution(state, id)
  const task = execution.activitiesByEvent.get(id.scheduledEventId)
  if (task === undefined || task.startedEventId !== id.startedEventId)
    throw unknownActivity(id.scheduledEventId)
  return { execution, task }
}

/** Whether a token is of a task that is started. */
export function isStarted(state: State, token: string): boolean {
  return [findDecisionTask, findActivity].some(find => {
    try {
      find(state, token)
      return true
    } catch {
      return false
    }
  })
}

function findTokensExecution(state: State, id: TaskId): Execution {
  const execution = state.executions.get(id.runId)
  if (execution === undefined || execution.closed !== undefined) throw unknownExecution(id)
  return execution
}
