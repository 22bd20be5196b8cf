import { InvalidInputError, type AnySchema, type Serializer } from '@reyield/workflow'
import { issuesOf } from '@reyield/workflow/internal'

/**
 * Serializes a value and checks it by its schema in the form in which its reader will get it: after `json`, for instance, a Date is a
 * string. Returns the serialized value.
 *
 * @param what the value in words, for errors: `The input of workflow 'order'`
 * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE), InvalidInputError (INPUT_INVALID), UnusableSchemaError (SCHEMA_UNUSABLE)
 * @example
 * ```ts
 * const text = writeChecked(input, superjson, order.input, "The input of workflow 'order'")
 * ```
 */
export function writeChecked(
  value: unknown,
  serializer: Serializer,
  schema: AnySchema | undefined,
  what: string,
): string | undefined {
  const text = serializer.serialize(value)
  if (schema !== undefined) checkWritten(text, serializer, schema, what)
  return text
}

/**
 * Returns the error with which a schema rejects a serialized value; undefined if the schema accepts it.
 *
 * @throws UnusableSchemaError (SCHEMA_UNUSABLE), and what the serializer throws
 * @example
 * ```ts
 * const invalid = invalidWritten(task.input, superjson, schema, "The input of activity 'charge'")
 * ```
 */
export function invalidWritten(
  text: string | undefined,
  serializer: Serializer,
  schema: AnySchema,
  what: string,
): InvalidInputError | undefined {
  const issues = issuesOf(schema, serializer.deserialize(text), what)
  return issues && new InvalidInputError(what, issues)
}

/**
 * Checks a serialized value by its schema.
 *
 * @throws InvalidInputError (INPUT_INVALID), UnusableSchemaError (SCHEMA_UNUSABLE), and what the serializer throws
 * @example
 * ```ts
 * checkWritten(task.input, superjson, schema, "The input of activity 'charge'")
 * ```
 */
export function checkWritten(
  text: string | undefined,
  serializer: Serializer,
  schema: AnySchema,
  what: string,
): void {
  const invalid = invalidWritten(text, serializer, schema, what)
  if (invalid !== undefined) throw invalid
}
