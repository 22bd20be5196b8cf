import type { AnySchema } from '@reyield/workflow'
import type { CheckingSchema, Refused, SchemaValue } from '@reyield/workflow/internal'

/** Schemas by the names of activities. */
export type SchemasByName = Readonly<Record<string, AnySchema>>

/**
 * The constraints on schemas of activities: they never change values, and the schema of a module's function accepts what the
 * function accepts.
 */
export type ActivitySchemas<Served, Schemas extends SchemasByName> = {
  readonly [Name in keyof Schemas]: CheckingSchema<Schemas[Name], OfActivity<Served, Name, Schemas[Name]>>
}

type OfActivity<Served, Name, S extends AnySchema> = Served extends readonly unknown[]
  ? unknown
  : Name extends keyof Served
    ? Served[Name] extends (input: infer Input, ...context: never[]) => unknown
      ? SchemaValue<S> extends Input
        ? unknown
        : Refused<'the activity takes another type than its schema'>
      : Refused<'this export is no function'>
    : Refused<'no activity has this name'>
