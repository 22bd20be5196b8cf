/** Returns a copy of the object without its undefined members: Amazon SWF leaves out what isn't set. */
export function present<T extends object>(object: T): T {
  const copy: Record<string, unknown> = {}
  for (const member of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[member]
    if (value !== undefined) copy[member] = value
  }
  return copy as T
}
