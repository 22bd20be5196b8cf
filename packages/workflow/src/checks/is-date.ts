/** Tells dates by what they are: of every realm, and also where a test has put another `Date` in the place of the real one. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value as Date) // what isn't a date throws, whatever its prototype
    return true
  } catch {
    return false
  }
}
