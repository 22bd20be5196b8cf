import { webPageRefused } from '../../model/swf-errors.ts'
import { errorResponse } from '../swf-protocol.ts'
import type { Guard } from './request.ts'

/** Web pages can send POST requests to loopback addresses. These have an Origin header, and requests of SWF clients have none. */
export const refuseWebPages: Guard = ({ headers }) =>
  headers.origin === undefined ? undefined : errorResponse(webPageRefused())
