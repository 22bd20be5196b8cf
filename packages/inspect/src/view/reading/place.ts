/** Ids of operations that the engine generates: their place (formats.md). A hash may replace a long branch. */
const place = /^(?:\d+|0x[0-9a-f]{40})(?:\.\d+)*$/

/** Whether a text is the place of an operation. */
export const isPlace = (text: string | undefined): text is string => text !== undefined && place.test(text)

/**
 * The branch of an operation: `''` for the workflow itself, `2.1` for branch 1 of operation 2. Undefined if the id doesn't say it: it's
 * the workflow's own, or the branch was replaced by a hash.
 */
export function branchOf(id: string | undefined): string | undefined {
  if (!isPlace(id) || id.startsWith('0x')) return undefined
  const parts = id.split('.')
  return parts.length % 2 === 0 ? undefined : parts.slice(0, -1).join('.')
}
