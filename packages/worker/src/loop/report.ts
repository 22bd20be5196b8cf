import { UnknownDomainError } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { messageOf } from '@reyield/workflow/internal'
import { nameIs } from './swf-errors.ts'
import type { LoopName } from '../options/limits.ts'
import type { Settings } from '../options/worker-options.ts'

/** Logs an error of the worker itself and passes it to `onError`. `said`: what the log says of the error, if not its message. */
export type Report = (
  message: string,
  error: unknown,
  more?: { readonly loop?: LoopName; readonly said?: string },
) => void

/** The one report of a worker, for its start and for both loops. */
export function reporter({ logger, onError, domain, taskList }: Settings): Report {
  return (message, error, { loop, said = messageOf(error) } = {}) => {
    const about = {
      domain,
      taskList,
      ...(loop === undefined ? {} : { loop }),
      ...(isReyieldError(error) ? { code: error.code } : {}),
    }
    logger.error(`${message}: ${said}`, about)
    onError(error, about)
  }
}

/** What SWF refused a first call or a poll with, in our words: the only resource that such a request names is the domain. */
export const asDomainError = (error: unknown, domain: string): unknown =>
  nameIs(error, 'UnknownResourceFault') ? new UnknownDomainError(domain, error) : error
