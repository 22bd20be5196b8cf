import {
  InvalidDefinitionError,
  checkName,
  checkSchema,
  type AnySchema,
  type Serializer,
} from '@reyield/workflow'
import type { ActivityContext } from './activity-context.ts'

/** An activity's implementation: one input, and the context if it wants it. */
export type ActivityFunction = (input: never, context: ActivityContext) => unknown

/** An activity with options, for names that are no identifiers, other versions, other serializers. */
export interface ActivityImplementation {
  readonly name: string
  /** Default `'1.0'`. */
  readonly version?: string
  readonly run: ActivityFunction
  /** How input and result are written. Default: the worker's serializer. */
  readonly serializer?: Serializer
  /** Shown by SWF's consoles; up to 1,024 characters. */
  readonly description?: string
}

/** A module of activities (each exported function is one, by its name, version 1.0), or a list with options. */
export type Activities = Readonly<Record<string, unknown>> | readonly ActivityImplementation[]

/** An activity as the worker runs it. */
export interface ServedActivity {
  readonly name: string
  readonly version: string
  readonly run: (input: unknown, context: ActivityContext) => unknown
  readonly serializer: Serializer | undefined
  readonly description: string | undefined
  /** What its input must be. */
  readonly schema: AnySchema | undefined
}

/**
 * The activities of a module or a list, in one form.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 */
export function servedActivities(
  activities: Activities,
  schemas: Readonly<Record<string, AnySchema | undefined>> = {},
): ServedActivity[] {
  const list = isList(activities)
    ? activities
    : Object.entries(activities).flatMap(([name, run]) =>
        typeof run === 'function' ? [{ name, run: run as ActivityFunction }] : [],
      )
  if (list.length === 0) {
    throw new InvalidDefinitionError(
      'An activity worker has no activities: pass a module that exports functions, or a list of { name, run }',
    )
  }
  const unknown = Object.keys(schemas).find(name => !list.some(one => one.name === name))
  if (unknown !== undefined) {
    throw new InvalidDefinitionError(
      `schemas has '${unknown}', and the worker has no activity of that name: expected one of ${list.map(({ name }) => name).join(', ')}`,
    )
  }
  return list.map(({ name, version = '1.0', run, serializer, description }: ActivityImplementation) => ({
    name: checkName(name, "The activity's name"),
    version: checkName(version, `The version of activity '${name}'`, 64),
    run: run as ServedActivity['run'],
    serializer,
    description,
    schema: checkSchema(
      Object.hasOwn(schemas, name) ? schemas[name] : undefined,
      `The input of activity '${name}'`,
    ),
  }))
}

const isList = (activities: Activities): activities is readonly ActivityImplementation[] =>
  Array.isArray(activities)
