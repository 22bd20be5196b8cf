import type { StandardSchemaV1 } from '@standard-schema/spec'
import { nameOfThrown } from '../errors/classes.ts'
import { InvalidDefinitionError } from '../errors/definition.ts'
import { UnusableSchemaError, type SchemaIssue } from '../errors/schema.ts'
import type { Refused } from '../types/refused.ts'
import { placesOf } from './path.ts'

/** A schema of any library that follows Standard Schema (zod, valibot, arktype, …), for any type. */
export type AnySchema = StandardSchemaV1

/** A schema that checks values of one type and doesn't change them. */
export type Schema<T> = StandardSchemaV1<T, T>

/** The type of the values that a schema accepts. */
export type SchemaValue<S extends AnySchema> = StandardSchemaV1.InferInput<S>

/** `OK` if a schema accepts and returns values of the same type, else the reason why it can't be used. */
export type CheckingSchema<S extends AnySchema, OK = unknown> =
  IsSame<StandardSchemaV1.InferInput<S>, StandardSchemaV1.InferOutput<S>> extends true
    ? OK
    : Refused<'schemas check values and never change them: this one has an output type of its own (a transform, a default, a brand or a coercion); leave that out, or do it in the workflow or the activity'>

type IsSame<A, B> = [IsAny<A>, A, B] extends [IsAny<B>, B, A] ? true : false
type IsAny<T> = 0 extends 1 & T ? true : false

/**
 * Returns the schema of a declaration. Throws if it doesn't follow Standard Schema. `what` has the schema, in error messages.
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
 * Returns what a schema rejects in a value, undefined if it accepts the value. The value isn't changed, and the schema's output is
 * ignored.
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
  const answer = answerOf(schema, value)
  if ('problem' in answer) throw new UnusableSchemaError(what, answer.problem, answer.cause)
  const { issues } = answer
  if (issues === undefined) return undefined
  const places = placesOf(issues, value, other => {
    const again = answerOf(schema, other)
    return 'problem' in again ? 'none' : again.issues
  })
  return Array.from(issues, ({ message }, at) => ({ path: places[at]!, message: String(message) }))
}

/** The issues that a schema has with a value, or the problem why it can't be asked. */
function answerOf(
  schema: AnySchema,
  value: unknown,
):
  | { readonly issues?: readonly StandardSchemaV1.Issue[] | undefined }
  | { readonly problem: string; readonly cause?: unknown } {
  try {
    const result = schema['~standard'].validate(value)
    if (!isThenable(result)) return result
    Promise.resolve(result).catch(() => undefined) // an unhandled rejection would end the process
    return { problem: 'it validates asynchronously' }
  } catch (error) {
    return { problem: `it threw ${nameOfThrown(error)} instead of returning a result`, cause: error }
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
