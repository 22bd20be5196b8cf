import { DuplicateDefinitionError } from '@reyield/workflow'
import { UnregisteredTypeError, type TypeRef } from '../errors.ts'

/** The types that a worker serves, by name and version. */
export interface TypesServed<Definition> {
  /** @throws UnregisteredTypeError (TYPE_UNREGISTERED) */
  find(type: TypeRef): Definition
  /** @throws DuplicateDefinitionError (DEFINITION_DUPLICATE) */
  add(definition: Definition): void
}

/**
 * Returns the table of the types that a worker serves.
 *
 * @throws DuplicateDefinitionError (DEFINITION_DUPLICATE)
 */
export function typesServed<Definition extends TypeRef>(
  kind: 'workflow' | 'activity',
  definitions: readonly Definition[],
  taskList: string,
): TypesServed<Definition> {
  const byKey = new Map<string, Definition>()
  const add = (definition: Definition) => {
    const key = keyOf(definition)
    if (byKey.has(key)) throw new DuplicateDefinitionError(kind, definition.name, definition.version)
    byKey.set(key, definition)
  }
  for (const definition of definitions) add(definition)
  return {
    add,
    find(type) {
      const found = byKey.get(keyOf(type))
      if (found === undefined) {
        const served = [...byKey.values()].map(({ name, version }) => ({ name, version }))
        throw new UnregisteredTypeError(kind, type, served, taskList)
      }
      return found
    },
  }
}

const keyOf = ({ name, version }: TypeRef) => JSON.stringify([name, version])
