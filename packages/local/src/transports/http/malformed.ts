import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawResponse } from '../swf-protocol.ts'
import { refusal } from './responses.ts'

/** Responds to what isn't HTTP or has a head of more than 16 kB, in the form of an SWF error, and closes the connection. */
export function respondToMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answer =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? refusal(431, 'SerializationException', 'The head of the request is too large')
      : refusal(400, 'SerializationException', 'The request is not HTTP')
  if (socket.writable && error.code !== 'ECONNRESET') socket.end(inBytes(answer), () => socket.destroy())
  else socket.destroy()
}

function inBytes({ status, headers, body }: RawResponse): string {
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
