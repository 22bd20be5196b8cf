import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process, so that another one can see whether it still runs. */
export interface ProcessId {
  readonly pid: number
  readonly host: string
  /** The boot of the machine and the container, within which a pid means the same. Empty if the system doesn't say. */
  readonly system: string
  /** When it was started, in the system's own unit, because pids are used again. Empty if the system doesn't say. */
  readonly born: string
}

/** This process. */
export const self = (): ProcessId => ({
  pid: process.pid,
  host: hostname(),
  system: system(),
  born: born(process.pid),
})

/** Whether a process has surely ended. Of another machine or container nobody knows. */
export function isGone({ pid, host, system: of, born: then }: ProcessId): boolean {
  if (host !== hostname() || of !== system()) return false
  if (!isRunning(pid)) return true
  const now = born(pid)
  return then !== '' && now !== '' && then !== now
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const system = () =>
  [
    orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  ].join(' ')

/** Field 22 of Linux's /proc/PID/stat. The second one is the name in parentheses, which may contain anything. */
const born = (pid: number) =>
  orEmpty(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  })

function orEmpty(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}
