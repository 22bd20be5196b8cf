import { readdirSync, readFileSync } from 'node:fs'

/** Whether the machine says what a process has in use (Linux does). */
export const hasFigures = process.platform === 'linux'

/** What a process has in use: megabytes of memory, and open descriptors. */
export function figuresOf(pid: number): { readonly megabytes: number; readonly descriptors: number } {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return { megabytes: Number(kilobytes) / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length }
}
