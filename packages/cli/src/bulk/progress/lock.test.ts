import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lockPlan } from './lock.ts'
import { self } from './process-id.ts'

const folder = mkdtempSync(join(tmpdir(), 'reyield-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A process that has ended. */
const ended = { ...self(), pid: spawnSync(process.execPath, ['-e', '']).pid, born: '' }

let names = 0
/** A plan with a lock of another process. */
function lockedBy(holder: unknown): string {
  const plan = join(folder, `plan-${names++}`)
  writeFileSync(`${plan}.lock`, typeof holder === 'string' ? holder : JSON.stringify(holder))
  return plan
}
const locked = expect.objectContaining({ code: 'PLAN_LOCKED' }) as Error

it('locks a plan until it is unlocked, and leaves no files', () => {
  const plan = join(folder, 'plan')
  const unlock = lockPlan(plan)
  expect(() => lockPlan(plan)).toThrow(locked)
  unlock()
  lockPlan(plan)()
  expect(readdirSync(folder).filter(name => name.startsWith('plan.') || name === 'plan')).toEqual([])
})

it('takes over the lock of a process that has ended, or whose id is used again', () => {
  for (const holder of [ended, ...(self().born === '' ? [] : [{ ...self(), born: '1' }])]) {
    const plan = lockedBy(holder)
    const unlock = lockPlan(plan)
    expect(() => lockPlan(plan)).toThrow(locked)
    unlock()
    expect(existsSync(`${plan}.lock`)).toBe(false)
  }
})

it('takes over no lock of which it does not know that the process has ended', () => {
  const others = [self(), { ...ended, host: 'other' }, { ...ended, system: 'other' }, '', '{}', 'x']
  for (const holder of others) {
    const plan = lockedBy(holder)
    expect(() => lockPlan(plan)).toThrow(locked)
    expect(() => lockPlan(plan)).toThrow(/delete .*plan-\d+\.lock$/)
  }
})

it('takes over nothing while another process does', () => {
  const plan = lockedBy(ended)
  writeFileSync(`${plan}.lock.takeover`, '')
  expect(() => lockPlan(plan)).toThrow(/delete .*\.lock\.takeover$/)
  rmSync(`${plan}.lock.takeover`)
  lockPlan(plan)()
})

it('does not replace the lock of a process that has taken it over at the same time', () => {
  const plan = lockedBy(ended)
  let others = 0
  let unlock: () => void = () => undefined
  const whileTakenOver = () => {
    if (others++ > 0) return false
    unlock = lockPlan(plan)
    return true // of the process that it has seen before
  }
  expect(() => lockPlan(plan, whileTakenOver)).toThrow(locked)
  unlock()
  expect([others, existsSync(`${plan}.lock`)]).toEqual([2, false])
})

it('reports a folder that cannot be written to', () => {
  expect(() => lockPlan(join(folder, 'no', 'plan'))).toThrow(
    expect.objectContaining({ code: 'PLAN_INVALID' }) as Error,
  )
})
