/** Whether a value is a date, of any realm, and also while a test has replaced the global `Date`. */
export function isDate(value: unknown): value is Date {
  try {
    Date.prototype.getTime.call(value as Date) // throws for anything but a date, whatever its prototype
    return true
  } catch {
    return false
  }
}
