import { LocalSwfError } from '../errors.ts'
import { domainKey, executionKey, parseExecutionKey, registeredTypeKey } from '../machine/keys.ts'
import { toMilliseconds } from '../model/durations.ts'
import type { DomainData, TypeData } from '../machine/apply/registrations.ts'
import { brokenConstraints } from '../model/validate.ts'
import { defaultRegion, isRegion } from '../model/regions.ts'
import { sqliteStorage } from '../storage/sqlite.ts'
import type { Draft, Transaction, WireEvent } from '../machine/transaction.ts'

/** The complete history of an execution, in SWF's JSON format. */
export interface ExportedHistory {
  readonly region: string
  readonly domain: string
  readonly execution: { readonly workflowId: string; readonly runId: string }
  /** Timestamps are epoch seconds, as in SWF's protocol. */
  readonly events: readonly WireEvent[]
}

/**
 * Selects executions. A missing member matches all.
 *
 * @example
 * ```ts
 * const histories = exportHistories('swf.sqlite', { domain: 'shop', workflowId: 'order-7' })
 * ```
 */
export interface ExportFilter {
  readonly region?: string | undefined
  readonly domain?: string | undefined
  readonly workflowId?: string | undefined
  readonly runId?: string | undefined
}

/**
 * Reads the histories in a database file. They include executions whose retention has passed, until their rows are removed from
 * the log. No local SWF may have the file open.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE
 * @example
 * ```ts
 * const [history] = exportHistories('swf.sqlite', { workflowId: 'order-7' })
 * ```
 */
export function exportHistories(file: string, filter: ExportFilter = {}): ExportedHistory[] {
  const storage = sqliteStorage(file, { create: false, region: filter.region })
  try {
    const histories = new Map<string, WireEvent[]>()
    for (const { key, events } of storage.readAll()) {
      if (events === undefined) continue
      const history = histories.get(key) ?? []
      histories.set(key, history)
      history.push(...events)
    }
    return matching(histories, filter)
  } finally {
    storage.close()
  }
}

/** The complete histories that match a filter. */
export function matching(
  histories: ReadonlyMap<string, WireEvent[]>,
  filter: ExportFilter,
): ExportedHistory[] {
  return [...histories].flatMap(([key, events]) => {
    // the execution is being removed from the log, and its first row is already gone
    if (events[0]?.eventId !== 1) return []
    const { domain, workflowId, runId } = parseExecutionKey(key)
    const found = { region: domain.region, domain: domain.name, workflowId, runId }
    const wanted = Object.entries(filter).every(
      ([name, value]) => value === undefined || found[name as keyof ExportFilter] === value,
    )
    const { region, name } = domain
    return wanted ? [{ region, domain: name, execution: { workflowId, runId }, events }] : []
  })
}

/** Applied to histories without a domain or region. */
export interface ImportDefaults {
  readonly domain?: string
  /** Default `us-east-1`. */
  readonly region?: string
}

/**
 * Creates a database file from histories, as if the executions had run there. The histories are exported ones, or the output of
 * GetWorkflowExecutionHistory (all pages joined; timestamps as epoch seconds or ISO dates). Executions without a close event are
 * open, and their overdue timers and timeouts happen when a local SWF opens the file. Closed executions are kept for 100 years.
 *
 * @throws LocalSwfError HISTORY_UNREADABLE if one isn't a complete history; DB_NOT_EMPTY if the file already has a log
 * @example
 * ```ts
 * importHistories('replay.sqlite', [JSON.parse(await readFile('order.json', 'utf8'))], { domain: 'shop' })
 * ```
 */
export function importHistories(
  file: string,
  histories: readonly unknown[],
  defaults: ImportDefaults = {},
): void {
  const read = histories.map((history, n) => readHistory(history, n, defaults))
  const twice = read.find(
    ({ execution: { runId } }, n) => read.findIndex(one => one.execution.runId === runId) < n,
  )
  if (twice !== undefined) {
    const { runId } = twice.execution
    throw new LocalSwfError(
      'HISTORY_UNREADABLE',
      `Two histories have the run id ${runId}. Import each run only once`,
    )
  }
  const storage = sqliteStorage(file)
  try {
    for (const _ of storage.readAll()) {
      throw new LocalSwfError('DB_NOT_EMPTY', `${file} already has a log. Import into a new file`)
    }
    storage.append(logOf(read))
  } catch (error) {
    storage.release()
    throw error
  }
  storage.close()
}

/** Makes a log that leads to these histories. Events of an execution with the same timestamp become one transaction. */
function logOf(histories: readonly ExportedHistory[]): Transaction[] {
  const drafts = histories.flatMap(({ region, domain, execution, events }) => {
    const key = executionKey({ domain: { region, name: domain }, ...execution })
    const steps: { at: number; events: WireEvent[] }[] = []
    for (const event of events) {
      const at = toMilliseconds(event.eventTimestamp)
      if (steps.at(-1)?.at === at) steps.at(-1)!.events.push(event)
      else steps.push({ at, events: [event] })
    }
    return steps.map(step => ({
      at: step.at,
      draft: { kind: 'imported', key, events: step.events },
    }))
  })
  drafts.sort((a, b) => a.at - b.at)
  const begin = drafts[0]?.at ?? 0
  return [...registrations(histories).map(draft => ({ at: begin, draft })), ...drafts].map(
    ({ at, draft }, n) => ({ seq: n + 1, at, ...draft }),
  )
}

/** In days. Longer than the API allows (90 days), so that old executions can be examined. */
const retention = '36500'

/** Registers the domains and types that occur in the histories. */
function registrations(histories: readonly ExportedHistory[]): Draft[] {
  const drafts = new Map<string, Draft>()
  for (const { region, domain: name, events } of histories) {
    const domain = { region, name }
    const data: DomainData = { retention, tags: [] }
    drafts.set(domainKey(domain), { kind: 'domain-registered', key: domainKey(domain), data })
    for (const event of events) {
      for (const member of ['workflowType', 'activityType'] as const) {
        const type = (Object.values(event).find(value => typeof value === 'object') as Named | undefined)?.[
          member
        ]
        if (type === undefined) continue
        const kind = member === 'workflowType' ? 'workflow-type-registered' : 'activity-type-registered'
        const key = registeredTypeKey(domain, type)
        const data: TypeData<object> = { configuration: {} }
        drafts.set(`${kind} ${key}`, { kind, key, data })
      }
    }
  }
  return [...drafts.values()]
}

interface Named {
  readonly workflowType?: { readonly name: string; readonly version: string }
  readonly activityType?: { readonly name: string; readonly version: string }
}

function readHistory(value: unknown, n: number, defaults: ImportDefaults): ExportedHistory {
  const refuse = (why: string): never => {
    throw new LocalSwfError('HISTORY_UNREADABLE', `History ${n + 1}: ${why}`)
  }
  const given = (value ?? {}) as Record<string, unknown>
  const { domain = defaults.domain, execution, events, nextPageToken } = given
  const { region = defaults.region ?? defaultRegion } = given
  if (!Array.isArray(events) || events.length === 0)
    return refuse('expected { "events": […] }, as GetWorkflowExecutionHistory returns it')
  if (nextPageToken !== undefined)
    return refuse('it is only one page (it has a nextPageToken). Join all pages')
  if (typeof domain !== 'string') return refuse('it has no "domain". Set one (--domain)')
  if (typeof region !== 'string' || !isRegion(region))
    return refuse('its "region" is not a valid name of a region')
  const { workflowId = `imported-${n + 1}`, runId = `imported-${n + 1}` } = (execution ?? {}) as {
    workflowId?: string
    runId?: string
  }
  const timed = (events as Record<string, unknown>[]).map(event =>
    typeof event?.eventTimestamp === 'string'
      ? { ...event, eventTimestamp: new Date(event.eventTimestamp).getTime() / 1000 }
      : event,
  ) as unknown as WireEvent[]
  timed.sort((a, b) => a.eventId - b.eventId)
  for (const [index, event] of timed.entries()) {
    const [broken] = brokenConstraints('HistoryEvent', event)
    if (broken !== undefined) return refuse(`event ${event?.eventId ?? index + 1}: ${broken}`)
    if (event.eventId !== index + 1) return refuse(`event ${index + 1} is missing`)
  }
  if (timed[0]!.eventType !== 'WorkflowExecutionStarted')
    return refuse('its first event is not WorkflowExecutionStarted')
  return { region, domain, execution: { workflowId, runId }, events: timed }
}
