import type { RegistrationStatus } from '../../model/generated/types.ts'
import type { Context } from '../context.ts'
import { listPage } from '../pages/list-page.ts'
import type { ListRequest } from '../pages/list-page.ts'
import { findDomain, typesOf } from './lookup.ts'
import type { TypeKind } from './lookup.ts'

interface ListTypesRequest extends ListRequest {
  readonly domain: string
  readonly registrationStatus: RegistrationStatus
  readonly name?: string | undefined
}

/** Shared by ListWorkflowTypes and ListActivityTypes. */
export function listTypes<K extends TypeKind>(context: Context, kind: K, request: ListTypesRequest) {
  const { domain, registrationStatus, name } = request
  const deprecated = registrationStatus === 'DEPRECATED'
  const types = [...typesOf(findDomain(context, domain), kind).values()].filter(
    type => (type.deprecationDate !== undefined) === deprecated && (name === undefined || name === type.name),
  )
  return listPage(types, request, [kind, context.region, domain, registrationStatus, name], context.now)
}
