import type { ExecutionQuery } from '@reyield/client'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { askedFor, closeStatuses, typeOf, type Asked } from '@reyield/client/internal'
import { timeOf } from '@reyield/workflow/internal'
import type { ExecutionFilter } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'

/** What a filter of the page asks for. */
export interface Filtered {
  readonly query: ExecutionQuery
  /** The conditions that SWF doesn't check; undefined if it checks all. */
  readonly filter: ((info: WorkflowExecutionInfo) => boolean) | undefined
  /** The member of the filter that SWF checks. */
  readonly bySwf: keyof ExecutionFilter | undefined
}

const names: { readonly [Name in NonNullable<Asked['bySwf']>]: keyof ExecutionFilter } = {
  workflowId: 'id',
  tags: 'tag',
  closeStatus: 'closeStatus',
  type: 'type',
}

/**
 * The query of a filter. SWF checks one condition and the times; the others are checked here.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export function filtered(given: ExecutionFilter, now: number): Filtered {
  const { status = 'open', id, tag, closeStatus, type, since, until } = given
  if (status !== 'open' && status !== 'closed') {
    throw new InvalidRequestError('The parameter status must be open or closed')
  }
  if (status === 'open' && isGiven(closeStatus)) {
    throw new InvalidRequestError('The parameter closeStatus is about closed executions')
  }
  const asked = askedFor(
    {
      workflowId: isGiven(id) ? id : undefined,
      tags: isGiven(tag) ? [tag] : [],
      closeStatus: isGiven(closeStatus) ? closeStatusOf(closeStatus) : undefined,
      type: isGiven(type) ? typeOf(type) : undefined,
      since: dateOf('since', since, now),
      until: dateOf('until', until, now),
    },
    [status === 'open' ? 'OPEN' : 'CLOSED'],
  )
  return {
    query: asked.queries[0]!,
    filter: both(asked.filter, containing(given.text)),
    bySwf: asked.bySwf && names[asked.bySwf],
  }
}

const isGiven = (text: string | undefined): text is string => text !== undefined && text !== ''

function closeStatusOf(text: string) {
  const found = closeStatuses.find(
    status => status.replaceAll('_', '') === text.toUpperCase().replaceAll(/[-_]/g, ''),
  )
  if (found !== undefined) return found
  throw new InvalidRequestError(
    `The parameter closeStatus must be one of ${closeStatuses.map(status => status.toLowerCase().replaceAll('_', '-')).join(', ')}`,
  )
}

function dateOf(name: string, text: string | undefined, now: number): Date | undefined {
  if (!isGiven(text)) return undefined
  const date = timeOf(text, now)
  if (date !== undefined) return date
  throw new InvalidRequestError(
    `The parameter ${name} must be a length of time such as 2h or 7d, or a date such as 2026-11-28`,
  )
}

type Condition = Filtered['filter']

const both = (one: Condition, other: Condition): Condition =>
  one === undefined || other === undefined ? (one ?? other) : info => one(info) && other(info)

/** Whether the workflow id, the type or a tag contains a text, in upper or lower case. */
function containing(text: string | undefined): Condition {
  if (!isGiven(text)) return undefined
  const wanted = text.toLowerCase()
  return ({ execution, workflowType, tagList = [] }) =>
    [execution?.workflowId, `${workflowType?.name}@${workflowType?.version}`, ...tagList].some(
      each => each?.toLowerCase().includes(wanted) === true,
    )
}
