import { InvalidDefinitionError, type AnySchema, type Serializer } from '@reyield/workflow'
import { checkName, checkSchema, describeType } from '@reyield/workflow/internal'
import type { ActivityContext } from './context.ts'
import { exportedFunctions, isClass } from './exported-functions.ts'

/** An activity's function, with one input and optionally the context. */
export type ActivityFunction = (input: never, context: ActivityContext) => unknown

/**
 * An activity with options: for names that aren't identifiers, other versions, other serializers.
 *
 * @example
 * ```ts
 * const activities: ActivityImplementation[] = [{ name: 'send-mail', version: '2.0', run: async (to: string) => sendMail(to) }]
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'mails', activities })
 * ```
 */
export interface ActivityImplementation {
  readonly name: string
  /** Default `'1.0'`. */
  readonly version?: string
  readonly run: ActivityFunction
  /** Reads the input and writes the result. Default: the worker's serializer. */
  readonly serializer?: Serializer
  /** Shown by SWF's consoles; up to 1,024 characters. */
  readonly description?: string
}

/**
 * A module of activities (each exported function is an activity of that name, version 1.0; classes aren't), an instance of a class
 * (each method is an activity, `#private` ones aren't), or a list with options.
 */
export type Activities =
  | Readonly<Record<string, unknown>>
  | ActivityModule
  | readonly ActivityImplementation[]

/** Any object except a list or a function. */
type ActivityModule = object & { readonly length?: never }

/** An activity as the worker runs it. */
export interface ServedActivity {
  readonly name: string
  readonly version: string
  readonly run: (input: unknown, context: ActivityContext) => unknown
  readonly serializer: Serializer | undefined
  readonly description: string | undefined
  /** Checks its input. Default: no check. */
  readonly schema: AnySchema | undefined
}

/** Options of a worker that are by the names of its activities. */
interface OfActivities {
  readonly schemas?: Readonly<Record<string, AnySchema | undefined>> | undefined
  readonly activityOptions?: object | undefined
}

/**
 * Returns the activities of a module, an instance or a list in one form.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 */
export function servedActivities(
  activities: Activities,
  { schemas = {}, activityOptions = {} }: OfActivities = {},
): ServedActivity[] {
  const list = isList(activities) ? activities : isObject(activities) ? exportedFunctions(activities) : []
  if (list.length === 0) {
    const found = isList(activities)
      ? 'are an empty list'
      : isObject(activities)
        ? 'have no functions'
        : `are ${describeType(activities)}`
    throw new InvalidDefinitionError(
      `The worker's activities ${found}: expected a module that exports ` +
        'functions, an instance of a class with methods, or a list of { name, run }',
    )
  }
  for (const [option, byName] of Object.entries({ schemas, activityOptions })) {
    const unknown = Object.keys(byName).find(name => !list.some(one => one.name === name))
    if (unknown === undefined) continue
    throw new InvalidDefinitionError(
      `${option} has '${unknown}', and the worker has no activity of that name: expected one of ${list.map(({ name }) => name).join(', ')}`,
    )
  }
  return list.map(({ name, version = '1.0', run, serializer, description }: ActivityImplementation) => ({
    name: checkFunction(checkName(name, "The activity's name"), run),
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

function checkFunction(name: string, run: unknown): string {
  if (typeof run === 'function' && !isClass(run)) return name
  throw new InvalidDefinitionError(
    `Activity '${name}' is ${typeof run === 'function' ? 'a class' : `of type ${typeof run}`}: expected a function as its run`,
  )
}

const isObject = (activities: unknown): activities is object =>
  typeof activities === 'object' && activities !== null

const isList = (activities: Activities): activities is readonly ActivityImplementation[] =>
  Array.isArray(activities)
