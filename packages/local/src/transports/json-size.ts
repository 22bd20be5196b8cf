/** Whether the value is approximately at least this long as JSON. It stops counting as soon as it is. */
export function isAtLeast(characters: number, value: unknown): boolean {
  let left = characters
  const look = (each: unknown): void => {
    if (typeof each === 'string') left -= each.length
    else if (typeof each !== 'object' || each === null) left -= 1
    else {
      for (const name in each) {
        if (left <= 0) return
        left -= name.length
        look((each as Record<string, unknown>)[name])
      }
    }
  }
  look(value)
  return left <= 0
}
