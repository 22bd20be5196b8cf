/**
 * Converts any value to text, also symbols, objects without a prototype, and proxies and getters that throw. Never throws.
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
 * The type of a value with its article, for messages that mustn't show the value itself.
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
 * Describes a wrong value of a declaration for an error message: a number as it is, a string in quotes, anything else by its type.
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

/** The messages of several errors in one text: the first eight, each shortened. */
export function messagesOf(errors: readonly unknown[], labels: readonly string[] = []): string {
  const shown = errors.slice(0, 8).map((error, index) => {
    const message = messageOf(error)
    const label = labels[index] === undefined ? '' : `${labels[index]}: `
    return label + (message.length > 200 ? `${message.slice(0, 199)}…` : message)
  })
  const more = errors.length - shown.length
  return [...shown, ...(more === 0 ? [] : [`and ${more} more`])].join('; ')
}
