import { createHash } from 'node:crypto'
import type { RunIds } from './locate.ts'

/** Most characters of a file's name without its ending; file systems allow 255 bytes. */
const longest = 200

/** A file name for a run, whatever its ids contain. */
export function fileNameOf({ workflowId, runId }: RunIds): string {
  const name = `${workflowId}.${runId}`.replaceAll(
    /[^A-Za-z0-9._-]|^\./g,
    character => `%${Buffer.from(character).toString('hex')}`,
  )
  if (name.length <= longest) return `${name}.json`
  const hash = createHash('sha256').update(`${workflowId}.${runId}`).digest('hex').slice(0, 16)
  return `${name.slice(0, longest - hash.length - 1)}~${hash}.json`
}
