import type { CallOptions, Swf } from './port/swf.ts'
import type { AnyWorkflow, Timeout } from '@reyield/workflow'
import { toSeconds } from '@reyield/workflow/internal'

/** An activity type to be registered. Deciders send all values with every call, so these defaults serve other deciders. */
export interface ActivityTypeOptions {
  readonly name: string
  /** Default `'1.0'`. */
  readonly version?: string
  readonly description?: string
  readonly taskList?: string
  readonly startToClose?: Timeout
  readonly scheduleToStart?: Timeout
  readonly scheduleToClose?: Timeout
  readonly heartbeat?: Timeout
}

/** What is to be registered. */
export interface RegisterOptions {
  readonly domain: string
  /** Whole days for which closed executions stay readable, 0 to 90, or `NONE`. Default 7; for a new domain only. */
  readonly retentionDays?: number | 'NONE'
  readonly description?: string
  readonly workflows?: readonly AnyWorkflow[]
  readonly activities?: readonly ActivityTypeOptions[]
}

/** A domain or a type. */
export interface Registered {
  readonly kind: 'domain' | 'workflow' | 'activity'
  readonly name: string
  /** Types only. */
  readonly version?: string
}

/** What is registered otherwise than it was to be. Types never change; a new version is the way. */
export interface Difference extends Registered {
  /** SWF's name of the member: `defaultChildPolicy`, or `status`. */
  readonly member: string
  readonly registered: string | undefined
  readonly wanted: string | undefined
}

/** What `register` found and did. */
export interface RegisterReport {
  /** Registered now. */
  readonly registered: readonly Registered[]
  /** There already. */
  readonly existing: readonly Registered[]
  /** There already, and different. Told, not thrown: deciders and clients send all values anyhow. */
  readonly differing: readonly Difference[]
}

/**
 * Registers a domain and types; what is there already is left as it is and compared. Any number of processes may do
 * this at the same time.
 *
 * @throws SWF's faults, for instance LimitExceededFault
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
  const { domain } = options
  const report: { registered: Registered[]; existing: Registered[]; differing: Difference[] } = {
    registered: [],
    existing: [],
    differing: [],
  }
  const wanted = [
    domainOf(swf, options),
    ...(options.workflows ?? []).map(type => workflowType(swf, domain, type)),
  ]
  for (const item of [
    ...wanted,
    ...(options.activities ?? []).map(type => activityType(swf, domain, type)),
  ]) {
    if (await isNew(() => item.register(call))) {
      report.registered.push(item.what)
      continue
    }
    report.existing.push(item.what)
    const found = await item.describe(call)
    for (const [member, value] of Object.entries({ status: 'REGISTERED', ...item.wanted })) {
      if (found[member] === value) continue
      report.differing.push({ ...item.what, member, registered: found[member], wanted: value })
    }
  }
  return report
}

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

/** As SWF takes them: what is undefined left out, a task list as an object. */
function wire(values: Values): Record<string, string | { name: string }> {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(
    given.map(([member, value]) => [member, member === 'defaultTaskList' ? { name: value } : value]),
  )
}

/** A described type as it is compared. */
function flatType(type: {
  readonly typeInfo?: { readonly status?: string | undefined } | undefined
  readonly configuration?: object | undefined
}): Values {
  return { status: type.typeInfo?.status, ...flat(type.configuration) }
}

/** As they are compared: a task list by its name. */
function flat(configuration: object | undefined): Values {
  const entries = Object.entries(configuration ?? {}) as [string, string | { name?: string }][]
  return Object.fromEntries(
    entries.map(([member, value]) => [member, typeof value === 'object' ? value.name : value]),
  )
}

/** Whether registering made something new; false if it is there already, deprecated ones included. */
async function isNew(registering: () => Promise<unknown>): Promise<boolean> {
  try {
    await registering()
    return true
  } catch (error) {
    if (/^(Domain|Type)AlreadyExistsFault$/.test((error as Error).name)) return false
    throw error
  }
}
