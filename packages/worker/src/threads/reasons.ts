import { arrivedError, movedError } from '@reyield/data/internal'
import type { MovedReason } from './messages.ts'

/** Prepares the reason of an aborted signal for another thread. */
export const movedReason = (reason: unknown): MovedReason =>
  reason instanceof DOMException ? { dom: [reason.message, reason.name] } : { error: movedError(reason) }

/** Returns the reason that `movedReason` has prepared. */
export const arrivedReason = (reason: MovedReason): unknown =>
  'dom' in reason ? new DOMException(...reason.dom) : arrivedError(reason.error)
