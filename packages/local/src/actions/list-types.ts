import type { RegistrationStatus } from '../model/generated/types.ts'
import type { State } from '../state.ts'
import { listPage } from './list-page.ts'
import type { ListRequest } from './list-page.ts'
import { findDomain, typesOf } from './lookup.ts'
import type { TypeKind } from './lookup.ts'

interface ListTypesRequest extends ListRequest {
  readonly domain: string
  readonly registrationStatus: RegistrationStatus
  readonly name?: string | undefined
}

/** What ListWorkflowTypes and ListActivityTypes share. */
export function listTypes<K extends TypeKind>(state: State, kind: K, request: ListTypesRequest, now: number) {
  const { domain, registrationStatus, name } = request
  const deprecated = registrationStatus === 'DEPRECATED'
  const types = [...typesOf(findDomain(state, domain), kind).values()].filter(
    type => (type.deprecationDate !== undefined) === deprecated && (name === undefined || name === type.name),
  )
  return listPage(types, request, [kind, domain, registrationStatus, name], now)
}
