import type { AnySchema } from '@reyield/workflow'
import type { JsonSchema } from './loaded.ts'

/** The dialect of JSON Schema that is asked for. */
const target = 'draft-2020-12'

/** What schemas of libraries with Standard JSON Schema have beside `validate`. */
interface Writing {
  readonly jsonSchema?: { readonly input?: (options: { readonly target: string }) => unknown }
}

/**
 * The JSON schema of what a schema accepts, if its library writes one (`~standard.jsonSchema`). Undefined for a schema that has no form in JSON,
 * for instance of Dates.
 */
export function jsonSchemaOf(schema: AnySchema | undefined): JsonSchema | undefined {
  if (schema === undefined) return undefined
  try {
    const written = (schema['~standard'] as Writing).jsonSchema?.input?.({ target })
    const isObject = typeof written === 'object' && written !== null && !Array.isArray(written)
    return isObject ? (JSON.parse(JSON.stringify(written)) as JsonSchema) : undefined
  } catch {
    return undefined
  }
}
