import type { IncomingMessage } from 'node:http'

/**
 * Reads the body of a request. Resolves with undefined if it's larger than `most` bytes. The rest is read and dropped, so that
 * the client can read the error response. Never settles if the client leaves before the request is complete.
 */
export function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= most) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => {
      if (bytes > most) resolve(undefined)
      else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
    })
  })
}
