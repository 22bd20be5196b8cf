/** The mark of the value that `completeLater()` returns. */
const mark = Symbol.for('reyield.completeLater')

/** The form in which the value of `completeLater()` moves between threads; undefined for other values. */
export const laterOf = (value: unknown): { readonly later: true } | undefined =>
  typeof value === 'object' && value !== null && Reflect.get(value, mark) === true
    ? { later: true }
    : undefined

/** The value of `completeLater()`. */
export const later = Object.freeze({ [mark]: true })
