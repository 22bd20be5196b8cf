import { UnknownDomainError } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { messageOf } from '@reyield/workflow/internal'
import { nameIs } from './swf-errors.ts'
import type { LoopName } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'

/** Logs an error of the worker itself and passes it to `onError`. `shown`: the error as the log shows it. Default: its message. */
export type Report = (
  message: string,
  error: unknown,
  more?: { readonly loop?: LoopName; readonly shown?: string },
) => void

/** Returns the report function of a worker, for its start and for both loops. */
export function reporter({ logger, onError, domain, taskList }: Settings): Report {
  return (message, error, { loop, shown = messageOf(error) } = {}) => {
    const about = {
      domain,
      taskList,
      ...(loop === undefined ? {} : { loop }),
      ...(isReyieldError(error) ? { code: error.code } : {}),
    }
    logger.error(`${message}: ${shown}`, about)
    onError(error, about)
  }
}

/** Turns SWF's UnknownResourceFault into UnknownDomainError: a poll or the first call names no other resource than the domain. */
export const asDomainError = (error: unknown, domain: string): unknown =>
  nameIs(error, 'UnknownResourceFault') ? new UnknownDomainError(domain, error) : error
