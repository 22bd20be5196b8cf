import type { IncomingMessage } from 'node:http'

/**
 * The body of a request; undefined if it is larger than `most` bytes. What comes after them is read and dropped, so that
 * the client gets to read why it was refused. Never settles when the client goes away before its request is complete.
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
