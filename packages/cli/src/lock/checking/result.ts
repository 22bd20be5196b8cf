import type { Lock } from '../files/lock.ts'
import type { Finding } from '../surface/finding.ts'
import type { FailureGroup } from './groups.ts'

/** What `check` has found. */
export interface CheckResult {
  readonly lock: Lock
  /** How many histories of each type were replayed. */
  readonly replayed: ReadonlyMap<string, number>
  readonly failures: readonly FailureGroup[]
  readonly findings: readonly Finding[]
}

/** Whether the code breaks executions that may be open. */
export const isBad = ({ failures, findings }: CheckResult): boolean =>
  failures.length > 0 || findings.some(({ level }) => level === 'error')

/** The result for programs. */
export const resultJson = ({ lock, replayed, failures, findings }: CheckResult): object => ({
  builds: lock.builds.map(({ id }) => id),
  histories: [...replayed.values()].reduce((sum, count) => sum + count, 0),
  failures: failures.map(({ workflow, builds, histories, first: { error } }) => ({
    workflow,
    builds,
    histories,
    of: replayed.get(workflow) ?? 0,
    error: { code: error.code ?? null, message: error.message, eventId: error.eventId ?? null },
  })),
  findings: findings.map(({ level, workflow, builds, what, remedy }) => ({
    level,
    workflow: workflow ?? null,
    builds,
    message: what,
    remedy,
  })),
  accepted: lock.accepted,
})
