import type { CloseStatus } from '@reyield/client'
import { askedFor, closeStatuses, typeOf, type Asked } from '@reyield/client/internal'
import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'

/**
 * The query of the options `--open`, `--closed`, `--id`, `--tag`, `--type`, `--close-status`, `--since` and `--until`. SWF gets the
 * condition that mostly leaves the fewest executions. Times are of the start of open executions, and of the close of closed ones.
 * `byDefault` is for command lines without `--open`, `--closed` and `--id`.
 *
 * @throws UsageError
 */
export function askedOf(given: Given, now: number, byDefault: 'OPEN' | 'ANY' = 'OPEN'): Asked {
  const closeStatus = closeStatusOf(given)
  const workflowId = given.text('id')
  if (given.flag('open') && closeStatus !== undefined) {
    throw new UsageError('--close-status is about closed executions: leave out --open')
  }
  const onlyClosed = given.flag('closed') || closeStatus !== undefined
  const onlyOpen = given.flag('open') || (workflowId === undefined && byDefault === 'OPEN')
  return askedFor(
    {
      workflowId,
      tags: given.list('tag'),
      closeStatus,
      type: typeOf(given.text('type')),
      since: given.time('since', now),
      until: given.time('until', now),
    },
    onlyClosed ? ['CLOSED'] : onlyOpen ? ['OPEN'] : ['OPEN', 'CLOSED'],
  )
}

function closeStatusOf(given: Given): CloseStatus | undefined {
  const text = given.text('close-status')
  if (text === undefined) return undefined
  const found = closeStatuses.find(status => status === text.toUpperCase().replaceAll('-', '_'))
  if (found !== undefined) return found
  throw new UsageError(`--close-status is '${text}': expected one of ${closeStatuses.join(', ')}`)
}
