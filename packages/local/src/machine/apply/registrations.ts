import { toSeconds } from '../../model/durations.ts'
import { parseDomainKey, parseTypeKey } from '../keys.ts'
import type {
  ActivityTypeConfiguration,
  ResourceTag,
  WorkflowTypeConfiguration,
} from '../../model/generated/types.ts'
import type { Domain } from '../state/execution.ts'
import { typeKey } from '../state/registered-type.ts'
import type { RegisteredType } from '../state/registered-type.ts'
import type { State } from '../state/state.ts'
import { byClose, byStart, Timeline } from '../state/timeline.ts'
import type { Transaction } from '../transaction.ts'
import type { RecordEffect } from './effect.ts'

export interface DomainData {
  readonly description?: string | undefined
  readonly retention: string
  readonly tags: readonly ResourceTag[]
}

export interface TypeData<Configuration> {
  readonly description?: string | undefined
  readonly configuration: Configuration
}

export interface TagData {
  readonly tags: readonly ResourceTag[]
}

export interface UntagData {
  readonly tagKeys: readonly string[]
}

export const domainRecords = {
  'domain-registered': (state, { key, data }) => {
    const { description, retention, tags } = data as DomainData
    state.domains.add({
      ...parseDomainKey(key),
      description,
      retention,
      tags: new Map(tags.map(tag => [tag.key, tag])),
      deprecated: false,
      workflowTypes: new Map(),
      activityTypes: new Map(),
      open: new Map(),
      started: new Timeline(byStart),
      closed: new Timeline(byClose),
      expiredSeq: 0,
    })
  },

  /** Also deprecates the types of the domain (swf-semantics.md §2.2). */
  'domain-deprecated': (state, { key, at }) => {
    const domain = state.domains.get(parseDomainKey(key))!
    domain.deprecated = true
    for (const types of [domain.workflowTypes, domain.activityTypes]) {
      for (const type of types.values()) type.deprecationDate ??= toSeconds(at)
    }
  },

  'domain-undeprecated': (state, { key }) => {
    state.domains.get(parseDomainKey(key))!.deprecated = false
  },
  'domain-tagged': (state, { key, data }) => {
    const { tags } = state.domains.get(parseDomainKey(key))!
    for (const tag of (data as TagData).tags) tags.set(tag.key, tag)
  },
  'domain-untagged': (state, { key, data }) => {
    const { tags } = state.domains.get(parseDomainKey(key))!
    for (const tagKey of (data as UntagData).tagKeys) tags.delete(tagKey)
  },
} satisfies Record<string, RecordEffect>

export const typeRecords = {
  'workflow-type-registered': (state, transaction) => {
    const { domain, type } = registered<WorkflowTypeConfiguration>(state, transaction)
    domain.workflowTypes.set(typeKey(type), type)
  },
  'activity-type-registered': (state, transaction) => {
    const { domain, type } = registered<ActivityTypeConfiguration>(state, transaction)
    domain.activityTypes.set(typeKey(type), type)
  },
  'workflow-type-deprecated': (state, { key, at }) => {
    const { types, id } = workflowTypes(state, key)
    types.get(id)!.deprecationDate = toSeconds(at)
  },
  'activity-type-deprecated': (state, { key, at }) => {
    const { types, id } = activityTypes(state, key)
    types.get(id)!.deprecationDate = toSeconds(at)
  },
  'workflow-type-undeprecated': (state, { key }) => {
    const { types, id } = workflowTypes(state, key)
    types.get(id)!.deprecationDate = undefined
  },
  'activity-type-undeprecated': (state, { key }) => {
    const { types, id } = activityTypes(state, key)
    types.get(id)!.deprecationDate = undefined
  },
  'workflow-type-deleted': (state, { key }) => {
    const { types, id } = workflowTypes(state, key)
    types.delete(id)
  },
  'activity-type-deleted': (state, { key }) => {
    const { types, id } = activityTypes(state, key)
    types.delete(id)
  },
} satisfies Record<string, RecordEffect>

function registered<C>(
  state: State,
  { key, at, data }: Transaction,
): { domain: Domain; type: RegisteredType<C> } {
  const { description, configuration } = data as TypeData<C>
  const { domain, name, version } = split(state, key)
  const dates = { creationDate: toSeconds(at), deprecationDate: undefined }
  return { domain, type: { name, version, description, configuration, ...dates } }
}

function workflowTypes(state: State, key: string) {
  const { domain, name, version } = split(state, key)
  return { types: domain.workflowTypes, id: typeKey({ name, version }) }
}

function activityTypes(state: State, key: string) {
  const { domain, name, version } = split(state, key)
  return { types: domain.activityTypes, id: typeKey({ name, version }) }
}

function split(state: State, key: string) {
  const { domain, name, version } = parseTypeKey(key)
  return { domain: state.domains.get(domain)!, name, version }
}
