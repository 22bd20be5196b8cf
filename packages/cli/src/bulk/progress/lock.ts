import { randomBytes } from 'node:crypto'
import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { LockedPlanError, PlanError } from '../../errors/plan.ts'
import { isGone, self, type ProcessId } from './process-id.ts'

/** How often it's tried again if a lock disappears while it's looked at. */
const tries = 10

/**
 * Locks a plan for this process, by a file beside it. A lock whose process has been killed is taken over. Returns what unlocks it. `hasEnded` is
 * replaced by tests.
 *
 * @throws LockedPlanError (PLAN_LOCKED); PlanError (PLAN_INVALID) if the file can't be written
 */
export function lockPlan(plan: string, hasEnded = isGone): () => void {
  const file = `${plan}.lock`
  const text = JSON.stringify(self())
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(temporary, text, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw new PlanError(`The plan can't be locked: ${(error as Error).message}`, { cause: error })
  }
  try {
    for (let i = 0; i < tries; i++) {
      if (isCreated(temporary, file, text)) return () => unlock(file, text)
      const found = textOf(file)
      if (found === undefined) continue // it was unlocked
      const holder = holderOf(found)
      if (holder === undefined || !hasEnded(holder)) throw locked(file, holder)
      if (isTakenOver(temporary, file, found)) return () => unlock(file, text)
    }
    throw locked(file, undefined)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Gives a complete lock its name, if there is none. Some file systems have no links: there, a lock is empty for a moment. */
function isCreated(temporary: string, file: string, text: string): boolean {
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  }
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * Replaces the lock of a process that is gone. Only one process at a time may do it: else a second one, which has seen the old lock too, would
 * replace the new one.
 */
function isTakenOver(temporary: string, file: string, stale: string): boolean {
  const guard = `${file}.takeover`
  try {
    closeSync(openSync(guard, 'wx', 0o600))
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? locked(guard, undefined) : error
  }
  try {
    if (textOf(file) !== stale) return false
    renameSync(temporary, file)
    return true
  } finally {
    rmSync(guard, { force: true })
  }
}

function unlock(file: string, text: string): void {
  if (textOf(file) === text) rmSync(file, { force: true })
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function holderOf(text: string): ProcessId | undefined {
  try {
    const { pid, host, born, system } = JSON.parse(text) as Partial<Record<keyof ProcessId, unknown>>
    return typeof pid === 'number' && typeof host === 'string'
      ? { pid, host, born: String(born), system: String(system) }
      : undefined
  } catch {
    return undefined
  }
}

const locked = (file: string, holder: ProcessId | undefined) =>
  new LockedPlanError(
    `Another process applies the plan${holder === undefined ? '' : `: ${holder.pid} on ${holder.host}`}. ` +
      `Wait until it ends. If there is no such process any longer, delete ${file}`,
  )
