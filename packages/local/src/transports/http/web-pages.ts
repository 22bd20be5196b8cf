import { webPageRefused } from '../../model/swf-errors.ts'
import { errorResponse } from '../swf-protocol.ts'
import type { Guard } from './request.ts'

/** Web pages can post to loopback; their requests have an Origin header, those of SWF's clients have none. */
export const refuseWebPages: Guard = ({ headers }) =>
  headers.origin === undefined ? undefined : errorResponse(webPageRefused())
