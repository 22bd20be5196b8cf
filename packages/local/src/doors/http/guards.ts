import { plain } from './answers.ts'
import type { Guard } from './request.ts'

/** Web pages can post to loopback; their requests have an Origin header, those of SWF's clients have none. */
export const refuseWebPages: Guard = ({ headers }) =>
  headers.origin === undefined
    ? undefined
    : plain(403, 'Requests of web pages (with an Origin header) are refused.\n')
