import { InvalidDefinitionError } from '../errors/definition.ts'

// oxlint-disable-next-line no-control-regex -- the rule is about control characters
const forbidden = /[:/|\u0000-\u001f\u007f-\u009f]/

/**
 * Checks a name by SWF's rule for types, ids and task lists: 1 to 256 characters (versions 64), no `:` `/` `|` or control
 * characters, not `arn` (Amazon SWF API reference, RegisterActivityType). Returns the name.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 *
 * @example
 * ```ts
 * checkName('order-7', 'The workflow id') // 'order-7'
 * ```
 */
export function checkName(name: string, what: string, most = 256): string {
  const problem =
    typeof name !== 'string' || name.length === 0
      ? 'is empty'
      : name.length > most
        ? `has ${name.length} characters, SWF allows ${most}`
        : forbidden.test(name)
          ? `contains one of : / | or a control character, which SWF refuses`
          : name === 'arn'
            ? `is 'arn', which SWF reserves`
            : name.trim() !== name
              ? 'begins or ends with white space'
              : undefined
  if (problem !== undefined) throw new InvalidDefinitionError(`${what} ${show(name)} ${problem}`)
  return name
}

const show = (name: unknown) => (typeof name === 'string' && name !== '' ? `'${name.slice(0, 60)}'` : '')
