import { readdirSync, readFileSync } from 'node:fs'

/** Whether the resource usage of a process can be read (on Linux). */
export const hasFigures = process.platform === 'linux'

/** The memory of a process in megabytes, and the number of its open descriptors. */
export function figuresOf(pid: number): { readonly megabytes: number; readonly descriptors: number } {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return { megabytes: Number(kilobytes) / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length }
}
