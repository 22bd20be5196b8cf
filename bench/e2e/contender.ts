import { closedLoop, type Box } from './closed-loop.ts'
import { workloads, type Workload, type WorkloadResult } from './workloads.ts'

/** What the runner asks of a contender. */
export interface BoxRequest {
  readonly workload: Workload
  readonly inFlight: number
  /** How long executions are started. */
  readonly milliseconds: number
}

/** What a contender sends: once when it's ready, then for each box. */
export type ContenderMessage =
  | { readonly version: string }
  | { readonly box: Box }
  | { readonly error: string }

/** An engine that is measured, in a process of its own that the runner has started. */
export interface Contender {
  /** The version of the engine, for the results. */
  readonly version: string
  /** Runs one execution to its end. */
  run(workload: Workload): Promise<WorkloadResult>
  /** Stops the engine, and removes its files. */
  close(): Promise<unknown>
}

/** Measures boxes for the runner until it disconnects. Ours and those of `bench/peers/` use the same loop. */
export function contend(contender: Contender): void {
  const send = (message: ContenderMessage) => process.send?.(message)
  const checked = async (workload: Workload) => {
    const { n } = await contender.run(workload)
    if (n !== workloads[workload]) throw new Error(`${workload} had ${n} steps`)
  }
  process.on('message', ({ workload, inFlight, milliseconds }: BoxRequest) => {
    closedLoop(inFlight, milliseconds, () => checked(workload)).then(
      box => send({ box }),
      (error: unknown) =>
        send({ error: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }),
    )
  })
  process.once('disconnect', () => {
    void contender.close().finally(() => process.exit())
  })
  send({ version: contender.version })
}
