import { InvalidDefinitionError, type Serializer } from '@reyield/workflow'

/**
 * Loads the serializer of a module: its export `serializer`, or its default export.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), if it exports none, and what the module throws
 */
export async function loadSerializer(module: string): Promise<Serializer> {
  const { serializer, default: byDefault } = (await import(module)) as Readonly<Record<string, unknown>>
  const found = [serializer, byDefault, (byDefault as { serializer?: unknown } | undefined)?.serializer].find(
    isSerializer,
  )
  if (found !== undefined) return found
  throw new InvalidDefinitionError(
    `The module of inThread's option serializer exports none: expected one named serializer, or as its default export: ${module}`,
  )
}

function isSerializer(value: unknown): value is Serializer {
  const { serialize, deserialize } = (value ?? {}) as Partial<Serializer>
  return typeof serialize === 'function' && typeof deserialize === 'function'
}
