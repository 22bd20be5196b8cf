import type { StandardSchemaV1 } from '@standard-schema/spec'
import { InvalidDefinitionError } from './errors/definition.ts'
import { UnusableSchemaError, type SchemaIssue } from './errors/schema.ts'
import type { Refused } from './refused.ts'
import { pathText } from './schema-path.ts'

/** A schema of any library that follows Standard Schema (zod, valibot, arktype, …), whatever it describes. */
export type AnySchema = StandardSchemaV1

/** A schema of values of one type, which it checks and doesn't change. */
export type Schema<T> = StandardSchemaV1<T, T>

/** The type of the values that a schema takes. */
export type SchemaValue<S extends AnySchema> = StandardSchemaV1.InferInput<S>

/** `OK` for a schema that takes and gives values of one type; else the reason why it isn't usable. */
export type CheckingSchema<S extends AnySchema, OK = unknown> =
  IsSame<StandardSchemaV1.InferInput<S>, StandardSchemaV1.InferOutput<S>> extends true
    ? OK
    : Refused<'schemas check values and never change them: this one has an output type of its own (a transform, a default, a brand or a coercion); leave that out, or do it in the workflow or the activity'>

type IsSame<A, B> = [IsAny<A>, A, B] extends [IsAny<B>, B, A] ? true : false
type IsAny<T> = 0 extends 1 & T ? true : false

/**
 * Returns a schema that is given in a declaration, checked as far as it can be without a value.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 * @example
 * ```ts
 * checkSchema(options.input, "The input of workflow 'order'")
 * ```
 */
export function checkSchema(schema: AnySchema | undefined, what: string): AnySchema | undefined {
  if (schema === undefined) return undefined
  const { validate } = ((schema as Partial<AnySchema> | null)?.['~standard'] ?? {}) as {
    validate?: unknown
  }
  if (typeof validate === 'function') return schema
  throw new InvalidDefinitionError(
    `${what} has no usable schema: expected one that follows Standard Schema, such as one of zod, valibot or arktype`,
  )
}

/**
 * What a schema refuses of a value; undefined if it takes it. The value stays as it is; what the schema makes of it is ignored.
 *
 * @param what the value in words, for errors: `The input of workflow 'order'`
 * @throws UnusableSchemaError (SCHEMA_UNUSABLE) if the schema validates asynchronously, or throws
 * @example
 * ```ts
 * const issues = issuesOf(schema, value, "The input of workflow 'order'")
 * if (issues !== undefined) throw new InvalidInputError("The input of workflow 'order'", issues)
 * ```
 */
export function issuesOf(
  schema: AnySchema,
  value: unknown,
  what: string,
): readonly SchemaIssue[] | undefined {
  let result: unknown
  try {
    result = schema['~standard'].validate(value)
  } catch (error) {
    throw new UnusableSchemaError(what, `it threw ${classOf(error)} instead of an answer`, error)
  }
  if (isThenable(result)) {
    Promise.resolve(result).catch(() => undefined) // nobody waits for it
    throw new UnusableSchemaError(what, 'it validates asynchronously')
  }
  const { issues } = result as StandardSchemaV1.Result<unknown>
  if (issues === undefined) return undefined
  return Array.from(issues, ({ path, message }) => ({
    path: pathText(path ?? [], value),
    message: String(message),
  }))
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function'

/** The class of what was thrown: its message may quote the value. */
const classOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : typeof error)
