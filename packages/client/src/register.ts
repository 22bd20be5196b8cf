import type { CallOptions, Swf } from './port/swf.ts'
import type { AnyWorkflow, Timeout } from '@reyield/workflow'
import { toSeconds } from '@reyield/workflow/internal'

/**
 * An activity type to register. Its timeouts and task list become defaults for other programs: Reyield's deciders send all values
 * with every call.
 *
 * @example
 * ```ts
 * await register(swf, { domain: 'shop', activities: [{ name: 'charge', version: '2.0', startToClose: '5m', taskList: 'payments' }] })
 * ```
 */
export interface ActivityTypeOptions {
  /** The name of the activity type. */
  readonly name: string
  /** The version of the activity type. Default `'1.0'`. */
  readonly version?: string
  /** A text that the SWF console shows, up to 1,024 characters. Default none. */
  readonly description?: string
  /** The default task list. Default none. */
  readonly taskList?: string
  /** The default of the longest time of one attempt, from its start. Default none. */
  readonly startToClose?: Timeout
  /** The default of the longest time that the activity may wait for a worker. Default none. */
  readonly scheduleToStart?: Timeout
  /** The default of the longest time of one attempt including the wait for a worker. Default none. */
  readonly scheduleToClose?: Timeout
  /** The default of the longest time between two heartbeats. Default none. */
  readonly heartbeat?: Timeout
}

/**
 * What `register` registers.
 *
 * @example
 * ```ts
 * await register(swf, { domain: 'shop', retentionDays: 30, workflows: [order], activities: [{ name: 'charge' }] })
 * ```
 */
export interface RegisterOptions {
  /** The name of the domain. */
  readonly domain: string
  /** How many whole days SWF keeps closed executions, 0 to 90, or `NONE`. Only a new domain gets the value. Default 7. */
  readonly retentionDays?: number | 'NONE'
  /** A text about the domain that the SWF console shows. Default none. */
  readonly description?: string
  /** The workflows whose types are registered. Default none. */
  readonly workflows?: readonly AnyWorkflow[]
  /** The activity types that are registered. Default none. */
  readonly activities?: readonly ActivityTypeOptions[]
}

/** A domain or a type. */
export interface Registered {
  readonly kind: 'domain' | 'workflow' | 'activity'
  readonly name: string
  /** Absent for a domain. */
  readonly version?: string
}

/** A value of a registered domain or type that differs from the wanted one. Types can't be changed: register a new version. */
export interface Difference extends Registered {
  /** SWF's name of the member, for instance `defaultChildPolicy`, or `status`. */
  readonly member: string
  readonly registered: string | undefined
  readonly wanted: string | undefined
}

/** The result of `register`. */
export interface RegisterReport {
  /** What this call has registered. */
  readonly registered: readonly Registered[]
  /** What was already registered. */
  readonly existing: readonly Registered[]
  /** What was already registered with other values. No error, because deciders and clients send all values with every call. */
  readonly differing: readonly Difference[]
}

/**
 * Registers a domain and types. What is already registered isn't changed but compared. Any number of processes may register the
 * same at the same time.
 *
 * @throws SWF errors, for instance LimitExceededFault
 * @example
 * ```ts
 * const { differing } = await register(swf, { domain: 'shop', workflows: [order] })
 * ```
 */
export async function register(
  swf: Swf,
  options: RegisterOptions,
  call: CallOptions = {},
): Promise<RegisterReport> {
  const report: Report = { registered: [], existing: [], differing: [] }
  for (const item of itemsOf(swf, options)) {
    if (await isNew(() => item.register(call))) {
      report.registered.push(item.what)
      continue
    }
    report.existing.push(item.what)
    report.differing.push(...differences(item, await item.describe(call)))
  }
  return report
}

type Report = { -readonly [Member in keyof RegisterReport]: RegisterReport[Member][number][] }

/** The result of `compareRegistered`. */
export interface ComparisonReport extends Omit<RegisterReport, 'registered'> {
  /** What isn't registered. */
  readonly missing: readonly Registered[]
}

/**
 * Compares a domain and types with what is registered, and registers nothing. If the domain is missing, so are its types.
 *
 * @throws SWF errors
 * @example
 * ```ts
 * const { missing, differing } = await compareRegistered(swf, { domain: 'shop', workflows: [order] })
 * ```
 */
export async function compareRegistered(
  swf: Swf,
  options: RegisterOptions,
  call: CallOptions = {},
): Promise<ComparisonReport> {
  const missing: Registered[] = []
  const existing: Registered[] = []
  const differing: Difference[] = []
  for (const item of itemsOf(swf, options)) {
    const found = await described(item, call)
    if (found === undefined) {
      missing.push(item.what)
      continue
    }
    existing.push(item.what)
    differing.push(...differences(item, found))
  }
  return { missing, existing, differing }
}

function itemsOf(swf: Swf, options: RegisterOptions): Item[] {
  const { domain, workflows = [], activities = [] } = options
  return [
    domainOf(swf, options),
    ...workflows.map(type => workflowType(swf, domain, type)),
    ...activities.map(type => activityType(swf, domain, type)),
  ]
}

/** The registered values; undefined if nothing is registered. */
async function described(item: Item, call: CallOptions): Promise<Values | undefined> {
  try {
    return await item.describe(call)
  } catch (error) {
    if ((error as Error).name === 'UnknownResourceFault') return undefined
    throw error
  }
}

const differences = ({ what, wanted }: Item, found: Values): Difference[] =>
  Object.entries({ status: 'REGISTERED', ...wanted }).flatMap(([member, value]) =>
    found[member] === value ? [] : [{ ...what, member, registered: found[member], wanted: value }],
  )

type Values = Record<string, string | undefined>

interface Item {
  readonly what: Registered
  readonly wanted: Values
  readonly register: (call: CallOptions) => Promise<unknown>
  readonly describe: (call: CallOptions) => Promise<Values>
}

function domainOf(swf: Swf, { domain: name, retentionDays, description }: RegisterOptions): Item {
  const workflowExecutionRetentionPeriodInDays = String(retentionDays ?? 7)
  const input = { name, workflowExecutionRetentionPeriodInDays, ...(description && { description }) }
  return {
    what: { kind: 'domain', name },
    wanted: retentionDays === undefined ? {} : { workflowExecutionRetentionPeriodInDays },
    register: call => swf.registerDomain(input, call),
    async describe(call) {
      const { domainInfo, configuration } = await swf.describeDomain({ name }, call)
      return { status: domainInfo?.status, ...flat(configuration) }
    },
  }
}

function workflowType(swf: Swf, domain: string, type: AnyWorkflow): Item {
  const { name, version, description } = type
  const wanted: Values = {
    defaultTaskStartToCloseTimeout: type.taskStartToClose,
    defaultExecutionStartToCloseTimeout: type.executionStartToClose,
    defaultTaskList: type.taskList,
    defaultChildPolicy: type.childPolicy,
  }
  const input = { domain, name, version, ...wire(wanted), ...(description && { description }) }
  return {
    what: { kind: 'workflow', name, version },
    wanted,
    register: call => swf.registerWorkflowType(input, call),
    describe: async call =>
      flatType(await swf.describeWorkflowType({ domain, workflowType: { name, version } }, call)),
  }
}

function activityType(swf: Swf, domain: string, type: ActivityTypeOptions): Item {
  const { name, version = '1.0', description } = type
  const seconds = (timeout: Timeout | undefined) => (timeout === undefined ? undefined : toSeconds(timeout))
  const wanted: Values = {
    defaultTaskStartToCloseTimeout: seconds(type.startToClose),
    defaultTaskHeartbeatTimeout: seconds(type.heartbeat),
    defaultTaskScheduleToStartTimeout: seconds(type.scheduleToStart),
    defaultTaskScheduleToCloseTimeout: seconds(type.scheduleToClose),
    defaultTaskList: type.taskList,
  }
  const input = { domain, name, version, ...wire(wanted), ...(description && { description }) }
  return {
    what: { kind: 'activity', name, version },
    wanted,
    register: call => swf.registerActivityType(input, call),
    describe: async call =>
      flatType(await swf.describeActivityType({ domain, activityType: { name, version } }, call)),
  }
}

/** Values in SWF's shape: without those that are undefined, and with a task list as an object. */
function wire(values: Values): Record<string, string | { name: string }> {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(
    given.map(([member, value]) => [member, member === 'defaultTaskList' ? { name: value } : value]),
  )
}

/** A described type in the shape in which it's compared. */
function flatType(type: {
  readonly typeInfo?: { readonly status?: string | undefined } | undefined
  readonly configuration?: object | undefined
}): Values {
  return { status: type.typeInfo?.status, ...flat(type.configuration) }
}

/** A configuration in the shape in which it's compared: with a task list as its name. */
function flat(configuration: object | undefined): Values {
  const entries = Object.entries(configuration ?? {}) as [string, string | { name?: string }][]
  return Object.fromEntries(
    entries.map(([member, value]) => [member, typeof value === 'object' ? value.name : value]),
  )
}

/** Whether it was registered now; false if it's already registered, even if it's deprecated. */
async function isNew(registering: () => Promise<unknown>): Promise<boolean> {
  try {
    await registering()
    return true
  } catch (error) {
    if (/^(Domain|Type)AlreadyExistsFault$/.test((error as Error).name)) return false
    throw error
  }
}
