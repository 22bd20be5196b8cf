import { hash } from 'node:crypto'
import type { PayloadContext } from '@reyield/data'

/** The longest part of a key, so that it can be a file's name, and a whole key can be a name in S3 (1,024 bytes). */
const longest = 200

/** The key of stored bytes: `<domain>/<workflow id>/<SHA-256>`, with percent-encoded ids. */
export const keyOf = ({ domain, workflowId }: PayloadContext, sha256: string): string =>
  `${partOf(domain)}/${partOf(workflowId)}/${sha256}`

/** An id as one part of a path. Of a very long one it's the beginning, with its SHA-256. */
function partOf(id: string): string {
  const encoded = encodeURIComponent(id.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
  if (encoded.length > longest) return `${encoded.slice(0, longest - 65)}~${hash('sha256', id)}`
  return /^\.*$/.test(encoded) ? encoded.replaceAll('.', '%2E') || '%' : encoded // `..` would be another folder
}
