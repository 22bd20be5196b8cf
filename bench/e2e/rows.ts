import type { PeerName } from './start-contender.ts'
import type { Workload } from './workloads.ts'

/** A row of the table: a workload, how it's run, and how it should compare to a peer in the same run. */
export interface Row {
  /** For `--only`. */
  readonly name: string
  readonly title: string
  /** `embedded`: Reyield is one process. `processes`: it's three, and they talk over HTTP. */
  readonly setting: 'embedded' | 'processes'
  readonly workload: Workload
  /** Executions at a time. */
  readonly inFlight: number
  /** What is compared: executions a second, steps a second, or the median duration of an execution. */
  readonly unit: 'wf/s' | 'steps/s' | 'ms p50'
  /** The peer with which it's compared. */
  readonly against: PeerName
  /** Ours divided by that peer's. For a rate it must be at least this, for a duration at most. */
  readonly must: number
  readonly stretch: number
  /** The peers that can do the same. */
  readonly peers: readonly PeerName[]
}

const embedded = {
  setting: 'embedded',
  peers: ['restate', 'dbos', 'openworkflow'],
  against: 'restate',
} as const
const processes = {
  setting: 'processes',
  peers: ['restate-services'],
  against: 'restate-services',
} as const

/** All rows, in the order of the table. */
export const rows: readonly Row[] = [
  {
    ...embedded,
    name: 'embedded-hello',
    title: 'embedded, hello, 100 in flight',
    workload: 'hello',
    inFlight: 100,
    unit: 'wf/s',
    must: 2.2,
    stretch: 3,
  },
  {
    ...embedded,
    against: 'dbos',
    name: 'embedded-hello-1',
    title: 'embedded, hello, 1 in flight',
    workload: 'hello',
    inFlight: 1,
    unit: 'ms p50',
    must: 0.4,
    stretch: 0.3,
  },
  {
    ...embedded,
    name: 'embedded-serial3',
    title: 'embedded, serial of 3, 100 in flight',
    workload: 'serial3',
    inFlight: 100,
    unit: 'wf/s',
    must: 1.3,
    stretch: 2,
  },
  {
    ...embedded,
    name: 'embedded-par5',
    title: 'embedded, parallel of 5, 100 in flight',
    workload: 'par5',
    inFlight: 100,
    unit: 'wf/s',
    must: 2.3,
    stretch: 3,
  },
  {
    ...embedded,
    name: 'embedded-serial100',
    title: 'embedded, serial of 100, 100 in flight',
    workload: 'serial100',
    inFlight: 100,
    unit: 'steps/s',
    must: 1.1,
    stretch: 1.5,
  },
  {
    ...embedded,
    name: 'embedded-serial100-1',
    title: 'embedded, serial of 100, 1 in flight',
    workload: 'serial100',
    inFlight: 1,
    unit: 'steps/s',
    must: 1.7,
    stretch: 2,
  },
  {
    ...embedded,
    name: 'embedded-fan1000-1',
    title: 'embedded, fan-out of 1,000, 1 in flight',
    workload: 'fan1000',
    inFlight: 1,
    unit: 'wf/s',
    must: 3,
    stretch: 5,
  },
  {
    ...processes,
    name: 'processes-hello-10',
    title: 'three processes over HTTP, hello, 10 in flight',
    workload: 'hello',
    inFlight: 10,
    unit: 'wf/s',
    must: 1,
    stretch: 1.4,
  },
  {
    ...processes,
    name: 'processes-hello-100',
    title: 'three processes over HTTP, hello, 100 in flight',
    workload: 'hello',
    inFlight: 100,
    unit: 'wf/s',
    must: 0.9,
    stretch: 1.2,
  },
  {
    ...processes,
    name: 'processes-hello-1',
    title: 'three processes over HTTP, hello, 1 in flight',
    workload: 'hello',
    inFlight: 1,
    unit: 'ms p50',
    must: 1.2,
    stretch: 0.9,
  },
]
