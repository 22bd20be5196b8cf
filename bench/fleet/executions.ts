import type { Client } from '@reyield/client'
import { percentile } from '../e2e/closed-loop.ts'
import { median } from '../measure.ts'

/** An execution of the fleet. Times are in milliseconds since 1970. */
export interface Execution {
  readonly started: number
  readonly closed: number
  readonly status: string
}

/** All executions that have closed, in the order in which they did. */
export async function closedExecutions(client: Client, since: Date): Promise<Execution[]> {
  const executions: Execution[] = []
  for await (const { info } of client.list({ status: 'CLOSED', closedAfter: since })) {
    const [started, closed] = [info.startTimestamp!.getTime(), info.closeTimestamp!.getTime()]
    executions.push({ started, closed, status: info.closeStatus! })
  }
  return executions.sort((a, b) => a.closed - b.closed)
}

/** How long executions took, in seconds. */
export function completion(executions: readonly Execution[]) {
  const seconds = executions.map(({ started, closed }) => (closed - started) / 1000)
  return { p50: median(seconds), p99: percentile(seconds, 0.99), max: Math.max(...seconds) }
}

/**
 * The longest time by which an execution was overtaken, in seconds: how much later another one started that closed before it. If all
 * wait equally long, it's small, however long that is.
 */
export function overtaken(inOrderOfClose: readonly Execution[]): number {
  let latestStart = -Infinity
  let most = 0
  for (const { started } of inOrderOfClose) {
    latestStart = Math.max(latestStart, started)
    most = Math.max(most, latestStart - started)
  }
  return most / 1000
}
