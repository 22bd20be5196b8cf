import { isPlace } from '../../history/engine-ids.ts'

/**
 * The branch of an operation: `''` for the workflow itself, `2.1` for branch 1 of operation 2, `3` for the fork or the shield that is
 * operation 3. Undefined if the id doesn't say it: it's the workflow's own, or the branch was replaced by a hash.
 */
export function branchOf(id: string | undefined): string | undefined {
  if (!isPlace(id) || id.startsWith('0x')) return undefined
  return id.slice(0, Math.max(0, id.lastIndexOf('.')))
}
