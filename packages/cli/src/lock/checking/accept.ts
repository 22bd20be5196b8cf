import { UsageError } from '../../errors/usage.ts'
import { nearest } from '../../near/distance.ts'
import { typeName, type Lock } from '../files/lock.ts'
import type { CheckResult } from './result.ts'

/**
 * The lock with the statement that nothing is open of a workflow that the locked builds have started. Undefined if nothing of it fails.
 * `workflow` is a type, or a name for all its versions.
 *
 * @throws UsageError (USAGE_INVALID) for a workflow that no locked build has
 */
export function accepting(result: CheckResult, workflow: string, reason: string): Lock | undefined {
  const { lock, failures, findings } = result
  const types = lock.builds.flatMap(({ workflows }) => workflows)
  const meant = new Set(
    types.filter(type => type.name === workflow || typeName(type) === workflow).map(typeName),
  )
  if (meant.size === 0) {
    const [near] = nearest(workflow, [...types.map(({ name }) => name), ...types.map(typeName)])
    throw new UsageError(
      `No locked build has the workflow '${workflow}'${near === undefined ? '' : `. Did you mean ${near}?`}`,
    )
  }
  const bad = [
    ...failures,
    ...findings.flatMap(each => (each.level === 'error' && each.workflow !== undefined ? [each] : [])),
  ]
  const builds = new Map<string, Set<string>>()
  for (const { workflow: of, builds: ids } of bad) {
    if (of === undefined || !meant.has(of)) continue
    builds.set(of, new Set([...(builds.get(of) ?? []), ...ids]))
  }
  if (builds.size === 0) return undefined
  const added = [...builds].map(([of, ids]) => ({ workflow: of, builds: [...ids].toSorted(), reason }))
  return { ...lock, accepted: [...lock.accepted, ...added] }
}

/** What is still bad after a statement. */
export function afterAccepting(result: CheckResult, lock: Lock): CheckResult {
  const accepted = new Set(
    lock.accepted.flatMap(({ workflow, builds }) => builds.map(build => `${build} ${workflow}`)),
  )
  const isOpen = ({
    workflow,
    builds,
  }: {
    readonly workflow: string | undefined
    readonly builds: readonly string[]
  }) => workflow === undefined || builds.some(build => !accepted.has(`${build} ${workflow}`))
  return {
    ...result,
    lock,
    failures: result.failures.filter(isOpen),
    findings: result.findings.filter(isOpen),
  }
}
