import type { TypeData } from '../apply/registrations.ts'
import { limitExceeded, typeAlreadyExists } from '../../model/swf-errors.ts'
import type { TypeId } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { Outcome } from '../outcome.ts'
import { present } from '../../model/present.ts'
import { typeKey } from '../state/registered-type.ts'
import type { Context } from '../context.ts'
import { findRegisteredDomain, typesOf } from './lookup.ts'
import type { Configurations, TypeKind } from './lookup.ts'

const kinds = {
  WorkflowType: { record: 'workflow-type-registered', limit: 'workflowTypes' },
  ActivityType: { record: 'activity-type-registered', limit: 'activityTypes' },
} as const

/** Shared by RegisterWorkflowType and RegisterActivityType. Deprecated types keep their names and count towards the quota. */
export function registerType<K extends TypeKind>(
  context: Context,
  kind: K,
  { domain, name, version, description }: TypeId & { domain: string; description?: string | undefined },
  configuration: Configurations[K],
): Outcome {
  const { record, limit } = kinds[kind]
  const { limits } = context.state
  const found = findRegisteredDomain(context, domain)
  const types = typesOf(found, kind)
  if (types.has(typeKey({ name, version }))) throw typeAlreadyExists(kind, { name, version })
  if (types.size >= limits[limit]) {
    throw limitExceeded(`A domain can have at most ${limits[limit]} types of this kind`)
  }
  const data: TypeData<Configurations[K]> = present({ description, configuration: present(configuration) })
  return {
    response: undefined,
    record: { kind: record, key: registeredTypeKey(found, { name, version }), data },
  }
}
