/** The most warnings that are remembered. One that is dropped is logged again, which does no harm. */
const most = 1000

/** Returns whether a warning of an execution is new, and remembers it, so that it is logged once. */
export function warnOnce(): (runId: string, text: string) => boolean {
  const logged = new Set<string>()
  return (runId, text) => {
    const key = `${runId} ${text}`
    if (logged.has(key)) return false
    logged.add(key)
    if (logged.size > most) logged.delete(logged.values().next().value!)
    return true
  }
}
