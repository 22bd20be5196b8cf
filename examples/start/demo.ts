import { setTimeout } from 'node:timers/promises'
import type { Client } from '@reyield/client'
import type { PayloadCodec } from '@reyield/data'
import type { AnyWorkflow } from '@reyield/workflow'

/** An example that runs alone: what its people do, and what else happens to it. */
export interface Demo {
  readonly folder: string
  readonly workflows: readonly AnyWorkflow[]
  /** The number of its activity worker processes. */
  readonly workers: number
  /** The payload pipeline that its processes have. */
  readonly pipeline?: readonly PayloadCodec[]
  /** Whether time stands still until `skip()` moves it. Its database must then be one of its own. */
  readonly movesTime?: boolean
  /** Runs the example. If an earlier run was interrupted, it continues what that has left open. */
  run(system: DemoSystem): Promise<void>
}

/** The running processes of a demo, and what it can do with them. */
export interface DemoSystem {
  readonly client: Client
  print(this: void, line: string): void
  /** Prints a line as soon as there is something to print below it. */
  title(this: void, line: string): void
  /** Moves time to the next timer or timeout. Returns the new time. */
  skip(this: void): Promise<Date>
  /** Waits for a line that an activity worker prints from now on. */
  line(this: void, wanted: RegExp): Promise<void>
  /** Kills the activity worker that was started last (`kill -9`), and starts another one. */
  replaceWorker(this: void): Promise<void>
}

/**
 * Which of several executions, which run one after the other, an earlier run has left open. 0, the first one, if none is open.
 */
export async function firstOpen(client: Client, workflowIds: readonly string[]): Promise<number> {
  for (const [nth, workflowId] of workflowIds.entries()) {
    if ((await client.count({ status: 'OPEN', workflowId })).count > 0) return nth
  }
  return 0
}

/** Calls a function again and again until it returns something else than undefined. */
export async function poll<T>(read: () => Promise<T | undefined>, pause = 50): Promise<T> {
  for (;;) {
    const found = await read()
    if (found !== undefined) return found
    await setTimeout(pause)
  }
}
