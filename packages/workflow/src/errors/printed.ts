/**
 * A value as text, whatever it is: a symbol, an object without a prototype, a proxy or a getter that throws.
 *
 * @example
 * ```ts
 * printed(Object.create(null)) // 'a value that can’t be printed'
 * ```
 */
export function printed(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'a value that can’t be printed'
  }
}

/**
 * What a value is, with its article, for messages that must not show the value itself.
 *
 * @example
 * ```ts
 * describeType(undefined) // 'undefined'
 * describeType([1]) // 'a list'
 * describeType({}) // 'an object'
 * ```
 */
export function describeType(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return 'a list'
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}

/**
 * A wrong value of a declaration, for its error: a number as it is, a string in quotes, anything else by its kind.
 *
 * @example
 * ```ts
 * wrongValue('soon') // "'soon'"
 * wrongValue(null) // 'null'
 * wrongValue([1]) // 'a list'
 * ```
 */
export function wrongValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60)}'`
  return typeof value === 'number' ? String(value) : describeType(value)
}

/**
 * The message of an error, or any other value as text. Never throws.
 *
 * @example
 * ```ts
 * messageOf(new RangeError('too much')) // 'too much'
 * ```
 */
export function messageOf(error: unknown): string {
  try {
    if (typeof error !== 'object' || error === null) return printed(error)
    const { message } = error as { message?: unknown }
    return typeof message === 'string' ? message : printed(error)
  } catch {
    return printed(error)
  }
}

/** What a composite says of the errors of its branches: the first few, each in short. */
export function messagesOf(errors: readonly unknown[], labels: readonly string[] = []): string {
  const shown = errors.slice(0, 8).map((error, index) => {
    const message = messageOf(error)
    const label = labels[index] === undefined ? '' : `${labels[index]}: `
    return label + (message.length > 200 ? `${message.slice(0, 199)}…` : message)
  })
  const more = errors.length - shown.length
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].join('; ')
}
