import type { CloseStatus, ExecutionQuery } from '@reyield/client'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'

type Condition = (info: WorkflowExecutionInfo) => boolean

/** What is asked of SWF, and what is checked here, because SWF allows only one condition besides the time. */
export interface Asked {
  /** One query, or two for open and closed executions. */
  readonly queries: readonly ExecutionQuery[]
  /** The conditions that SWF doesn't check; undefined if it checks all. */
  readonly filter: Condition | undefined
}

const closeStatuses: readonly CloseStatus[] = [
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'TERMINATED',
  'TIMED_OUT',
  'CONTINUED_AS_NEW',
]

/**
 * The query of the options `--open`, `--closed`, `--id`, `--tag`, `--type`, `--close-status`, `--since` and `--until`. SWF gets the
 * condition that mostly leaves the fewest executions. Times are of the start of open executions, and of the close of closed ones.
 * `byDefault` is for command lines without `--open`, `--closed` and `--id`.
 *
 * @throws UsageError
 */
export function askedOf(given: Given, now: number, byDefault: 'OPEN' | 'ANY' = 'OPEN'): Asked {
  const closeStatus = closeStatusOf(given)
  const [workflowId, tags, type] = [given.text('id'), given.list('tag'), typeOf(given.text('type'))]
  if (given.flag('open') && closeStatus !== undefined) {
    throw new UsageError('--close-status is about closed executions: leave out --open')
  }
  const conditions: readonly [object, Condition][] = [
    ...(workflowId === undefined
      ? []
      : [condition({ workflowId }, info => info.execution?.workflowId === workflowId)]),
    ...tags.map(tag => condition({ tag }, info => info.tagList?.includes(tag) === true)),
    ...(closeStatus === undefined
      ? []
      : [condition({ closeStatus }, info => info.closeStatus === closeStatus)]),
    ...(type === undefined
      ? []
      : [
          condition(
            { workflow: type },
            ({ workflowType: found }) =>
              found?.name === type.name && (type.version === undefined || found.version === type.version),
          ),
        ]),
  ]
  const [first, ...others] = conditions
  const [since, until] = [given.time('since', now), given.time('until', now)]
  const open = {
    status: 'OPEN',
    ...first?.[0],
    ...(since && { startedAfter: since }),
    ...(until && { startedBefore: until }),
  }
  const closed = {
    status: 'CLOSED',
    ...first?.[0],
    ...(since && { closedAfter: since }),
    ...(until && { closedBefore: until }),
  }
  const onlyClosed = given.flag('closed') || closeStatus !== undefined
  const queries = onlyClosed
    ? [closed]
    : given.flag('open') || (workflowId === undefined && byDefault === 'OPEN')
      ? [open]
      : [open, closed]
  return {
    queries: queries as ExecutionQuery[],
    filter: others.length === 0 ? undefined : info => others.every(([, holds]) => holds(info)),
  }
}

const condition = (ofSwf: object, holds: Condition): [object, Condition] => [ofSwf, holds]

function closeStatusOf(given: Given): CloseStatus | undefined {
  const text = given.text('close-status')
  if (text === undefined) return undefined
  const found = closeStatuses.find(status => status === text.toUpperCase().replaceAll('-', '_'))
  if (found !== undefined) return found
  throw new UsageError(`--close-status is '${text}': expected one of ${closeStatuses.join(', ')}`)
}

/** `NAME` or `NAME@VERSION`. */
export function typeOf(
  text: string | undefined,
): { readonly name: string; readonly version?: string } | undefined {
  if (text === undefined) return undefined
  const at = text.lastIndexOf('@')
  return at <= 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) }
}
