import type { IncomingHttpHeaders } from 'node:http'
import type { AccessControl, UnverifiedRequest } from '../../access/access-control.ts'
import { missingToken } from '../../access/auth-errors.ts'
import { SwfError } from '../../model/swf-error.ts'
import { errorResponse } from '../swf-protocol.ts'
import type { Guard, Route } from './request.ts'

/**
 * Requires that requests are signed. The guard checks the head of a request before its body is read, and the route verifies the
 * signature of both. `isOpen` says which requests need no signature.
 */
export function signedOnly(
  control: AccessControl,
  isOpen: (method: string, path: string) => boolean,
): { readonly guard: Guard; readonly route: Route } {
  /** By the headers object, which is the same for guard and route. */
  const claims = new WeakMap<IncomingHttpHeaders, UnverifiedRequest>()
  return {
    guard({ method = '', url = '', rawHeaders, headers }) {
      const [path = ''] = url.split('?', 1)
      if (isOpen(method, path)) return undefined
      try {
        claims.set(headers, control.check({ method, url, rawHeaders }))
        return undefined
      } catch (error) {
        if (error instanceof SwfError) return errorResponse(error)
        throw error
      }
    },
    async route({ method, path, headers, body }) {
      if (isOpen(method, path)) return undefined
      try {
        const claim = claims.get(headers)
        if (claim === undefined) throw missingToken()
        await claim.verify(body)
        return undefined
      } catch (error) {
        if (error instanceof SwfError) return errorResponse(error)
        throw error
      }
    },
  }
}
