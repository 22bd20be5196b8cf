const { getTime } = Date.prototype

/** Tells dates by what they are: of every realm, and also where a test has put another `Date` in the place of the real one. */
export function isDate(value: unknown): value is Date {
  try {
    getTime.call(value as Date)
    return true
  } catch {
    return false
  }
}
