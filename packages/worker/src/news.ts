/** How many are remembered; a warning that is forgotten is told again, which does no harm. */
const most = 1000

/** Remembers what was told of which execution, so that it's told once. */
export function createNews(): (runId: string, text: string) => boolean {
  const told = new Set<string>()
  return (runId, text) => {
    const key = `${runId} ${text}`
    if (told.has(key)) return false
    told.add(key)
    if (told.size > most) told.delete(told.values().next().value!)
    return true
  }
}
