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

/** The message of an error, or the value as text; for lists of errors within a message. */
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
