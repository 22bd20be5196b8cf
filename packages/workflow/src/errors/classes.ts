import { InvalidDefinitionError } from './definition.ts'
import { describeType } from './printed.ts'

/** How many classes of an error are recorded. */
const mostClasses = 8

/** The only purpose of this class is its name: whoever bundles a program and shortens names shortens this one as well. */
class ReyieldCanary {}
const canary = 'ReyieldCanary'

/** The string that a class declares as the name of its errors, if it does: on its prototype, or as a static `name`. */
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
    return undefined // a getter that needs an instance, as DOMException's
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

/** The prototypes of an error below that of Error, most derived first; in any realm. */
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
 * The declared names of an error's classes below Error, most derived first, at most 8: what `nonRetryable` is compared with
 * (rule E6). Never throws; `Error` is never among them.
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
 * The name by which an error is recorded: its own `name`, else that of its class. So an error of a class that sets no `name` is
 * recorded as itself, not as `Error`. Never throws.
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
 * The class of whatever was thrown, or `otherwise` (default: its type) for what is no object. For messages that must not show more
 * of it. Never throws.
 *
 * @example
 * ```ts
 * nameOfThrown('no') // 'string'
 * ```
 */
export const nameOfThrown = (thrown: unknown, otherwise: string = typeof thrown): string =>
  typeof thrown === 'object' && thrown !== null ? nameOf(thrown) : otherwise

/**
 * The name by which a policy knows a class of errors.
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
        : literal === undefined && ReyieldCanary.name !== canary
          ? `the class '${name}', and this program's names were shortened by a bundler`
          : undefined
  if (problem === undefined) return name
  throw new InvalidDefinitionError(
    `${what} has ${problem}. Errors are recorded by the name of their class, and another program may have another: declare it ` +
      `in the class (static override readonly name = 'CardDeclined'), write the name as a string, or keep names when bundling`,
  )
}
