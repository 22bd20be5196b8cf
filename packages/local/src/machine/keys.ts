import type { TypeId } from '../model/swf-errors.ts'

/**
 * The key of a transaction identifies the domain, type or execution that it is about. The names of regions, domains and types
 * contain no slash. The workflow id of a child can contain one, so it is encoded. Run ids contain slashes, so they come last.
 */

/** Identifies a domain. The same name in two regions means two domains. */
export interface DomainId {
  readonly region: string
  readonly name: string
}

/** Identifies an execution in a domain. */
export interface RunKey {
  readonly domain: DomainId
  readonly workflowId: string
  readonly runId: string
}

/** `<region>/<domain>` */
export const domainKey = ({ region, name }: DomainId) => `${region}/${name}`

/** Parses the key of a transaction about a domain. */
export function parseDomainKey(key: string): DomainId {
  const [region = '', name = ''] = key.split('/')
  return { region, name }
}

/** `<region>/<domain>/<name>/<version>` */
export const registeredTypeKey = (domain: DomainId, { name, version }: TypeId) =>
  `${domainKey(domain)}/${name}/${version}`

/**
 * Parses the key of a transaction about a workflow type or activity type.
 *
 * @example
 * ```ts
 * const { name, version } = parseTypeKey('us-east-1/shop/order/1.0') // 'order', '1.0'
 * ```
 */
export function parseTypeKey(key: string): TypeId & { readonly domain: DomainId } {
  const [region = '', domain = '', name = '', version = ''] = key.split('/')
  return { domain: { region, name: domain }, name, version }
}

/** `<region>/<domain>/<encoded workflow id>/<run id>` */
export const executionKey = ({ domain, workflowId, runId }: RunKey) =>
  `${domainKey(domain)}/${encoded(workflowId)}/${runId}`

/**
 * Parses the key of a transaction about an execution.
 *
 * @example
 * ```ts
 * const { workflowId } = parseExecutionKey('us-east-1/shop/order-7/22Ab') // 'order-7'
 * ```
 */
export function parseExecutionKey(key: string): RunKey {
  const name = key.indexOf('/') + 1
  const workflowId = key.indexOf('/', name) + 1
  const runId = key.indexOf('/', workflowId) + 1
  return {
    domain: { region: key.slice(0, name - 1), name: key.slice(name, workflowId - 1) },
    workflowId: decoded(key.slice(workflowId, runId - 1)),
    runId: key.slice(runId),
  }
}

/** Encodes slashes, percent signs, and control characters, which SQLite doesn't preserve everywhere. */
const encoded = (workflowId: string) =>
  // oxlint-disable-next-line no-control-regex
  workflowId.replace(/[%/\u0000-\u001f\u007f]/g, encodeURIComponent)

const decoded = (workflowId: string) =>
  workflowId.includes('%') ? decodeURIComponent(workflowId) : workflowId
