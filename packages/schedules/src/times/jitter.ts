/** How much later than its time a run starts, in milliseconds: always the same for a schedule and a time. */
export function jitterOf(
  { name, jitter }: { readonly name: string; readonly jitter: number },
  time: number,
): number {
  if (jitter === 0) return 0
  let hash = 0x811c9dc5 // FNV-1a
  for (const character of `${name} ${time}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) // neighboring times differ in their last characters only
  return Math.floor((((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32) * (jitter + 1))
}
