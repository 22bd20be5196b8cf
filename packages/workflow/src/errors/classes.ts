import { InvalidDefinitionError } from './definition.ts'
import { describeType } from './printed.ts'

/** The most classes of an error that are recorded. */
const mostClasses = 8

/** Its name shows whether a bundler has shortened the names of classes: then it has shortened this one as well. */
class ReyieldCanary {}
const canary = 'ReyieldCanary'

/** Whether a bundler has shortened the names of the classes of this program. Then errors are recorded by names that say nothing. */
export const areNamesShortened = (): boolean => ReyieldCanary.name !== canary

/** The name that a class declares for its errors as a string, on its prototype or as a static `name`; undefined if it doesn't. */
function literalName(type: { readonly prototype?: unknown }): string | undefined {
  const { prototype } = type
  if (typeof prototype === 'object' && prototype !== null) {
    const name = ownName(prototype)
    if (name !== undefined) return name
  }
  const own = Object.getOwnPropertyDescriptor(type, 'name')
  const isDefault = own !== undefined && 'value' in own && own.writable === false
  return own === undefined || isDefault ? undefined : ownName(type)
}

function ownName(holder: object): string | undefined {
  if (!Object.hasOwn(holder, 'name')) return undefined
  try {
    const { name } = holder as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined // a getter that needs an instance, like that of DOMException
  }
}

/** The declared name of the class that a prototype belongs to (rule E6). */
function declaredName(prototype: object): string | undefined {
  const own = ownName(prototype)
  if (own !== undefined) return own
  const constructor: unknown = Object.hasOwn(prototype, 'constructor') ? prototype.constructor : undefined
  if (typeof constructor !== 'function') return undefined
  return literalName(constructor) ?? ownName(constructor)
}

/** The prototypes of an error up to that of Error, the most derived first. Works for errors of any realm. */
function prototypesOf(error: object): object[] {
  const found: object[] = []
  let at: unknown = Object.getPrototypeOf(error)
  while (typeof at === 'object' && at !== null && found.length < 64) {
    const above: unknown = Object.getPrototypeOf(at)
    const isRoot = above === null || (ownName(at) === 'Error' && Object.getPrototypeOf(above) === null)
    if (isRoot) break
    found.push(at)
    at = above
  }
  return found
}

/**
 * The declared names of an error's classes without Error itself, the most derived first, at most 8. `nonRetryable` is compared with
 * them (rule E6). Never throws.
 *
 * @example
 * ```ts
 * class CardDeclined extends RangeError {}
 * classesOf(new CardDeclined()) // ['CardDeclined', 'RangeError']
 * ```
 */
export function classesOf(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null) return []
  try {
    const names = prototypesOf(error).map(declaredName)
    return names
      .filter((name): name is string => name !== undefined && name !== '' && name !== 'Error')
      .slice(0, mostClasses)
  } catch {
    return []
  }
}

/**
 * The name by which an error is recorded: its own `name`, else the name of its class. So an error whose class sets no `name` is
 * recorded by its class and not as `Error`. Never throws.
 *
 * @example
 * ```ts
 * class CardDeclined extends Error {}
 * nameOf(new CardDeclined()) // 'CardDeclined'
 * ```
 */
export function nameOf(error: object): string {
  try {
    const { name } = error as { name?: unknown }
    const [derived] = prototypesOf(error)
    const isOwn = Object.hasOwn(error, 'name') || derived === undefined || Object.hasOwn(derived, 'name')
    if (isOwn && typeof name === 'string' && name !== '') return name
    return (derived && declaredName(derived)) || (typeof name === 'string' && name !== '' ? name : 'Error')
  } catch {
    return 'Error'
  }
}

/**
 * The class of what was thrown; `otherwise` for what is no object, by default its type. For messages that mustn't show more of it.
 * Never throws.
 *
 * @example
 * ```ts
 * nameOfThrown('no') // 'string'
 * ```
 */
export const nameOfThrown = (thrown: unknown, otherwise: string = typeof thrown): string =>
  typeof thrown === 'object' && thrown !== null ? nameOf(thrown) : otherwise

/**
 * The name of a class of errors in a retry policy.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID) for a class whose errors can't be recognized by it
 */
export function nameOfClass(type: unknown, what: string): string {
  if (typeof type !== 'function') {
    throw new InvalidDefinitionError(
      `${what} has ${describeType(type)}: expected names, codes and classes of errors`,
    )
  }
  const literal = literalName(type)
  const name = literal ?? ownName(type) ?? ''
  const problem =
    name.length === 0
      ? 'a class without a name'
      : name.length <= 2
        ? `the class '${name}', whose name is too short to be recognized`
        : literal === undefined && areNamesShortened()
          ? `the class '${name}', and this program's names were shortened by a bundler`
          : undefined
  if (problem === undefined) return name
  throw new InvalidDefinitionError(
    `${what} has ${problem}. Errors are recorded by the name of their class, which may differ in another program. Declare the name ` +
      `in the class (static override readonly name = 'CardDeclined'), write it as a string, or keep names when bundling`,
  )
}
