import { createHash } from 'node:crypto'

/** Computes for some hundred milliseconds. */
export async function checksum(text: string): Promise<string> {
  let hash = text
  for (let n = 0; n < 100_000; n++) hash = createHash('sha256').update(hash).digest('hex')
  return hash
}
