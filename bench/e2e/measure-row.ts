import { median } from '../measure.ts'
import type { Box } from './closed-loop.ts'
import type { Row } from './rows.ts'
import { peerTitle, startOurs, startPeer, type PeerName, type RunningContender } from './start-contender.ts'
import { workloads } from './workloads.ts'

/** How rows are measured. */
export interface BoxOptions {
  /** The length of a box in milliseconds. */
  readonly box: number
  /** The number of boxes that count. One more before them warms up, and doesn't count. */
  readonly boxes: number
  readonly peers: readonly PeerName[]
}

/** What was measured of one contender in a row. */
export interface Measured {
  /** The peer. Undefined: Reyield. */
  readonly peer?: PeerName
  readonly title: string
  readonly version: string
  /** The median of the boxes, in the unit of the row. */
  readonly value: number
  /** The value of each box. */
  readonly boxes: readonly number[]
}

/** A row with what was measured. */
export interface MeasuredRow {
  readonly row: Row
  readonly ours: Measured
  readonly peers: readonly Measured[]
  readonly at: Date
}

/** Measures all contenders of a row. Their boxes alternate, so that what else the machine does affects all of them. */
export async function measureRow(row: Row, { box, boxes, peers }: BoxOptions): Promise<MeasuredRow> {
  const contenders: { peer?: PeerName; title: string; running: RunningContender; values: number[] }[] = []
  try {
    contenders.push({ title: 'Reyield', running: await startOurs(row.setting), values: [] })
    for (const peer of row.peers.filter(peer => peers.includes(peer))) {
      contenders.push({ peer, title: peerTitle(peer), running: await startPeer(peer), values: [] })
    }
    for (let n = 0; n <= boxes; n++) {
      for (const { running, values } of contenders) {
        const { workload, inFlight } = row
        const measured = await running.box({ workload, inFlight, milliseconds: box })
        if (n > 0) values.push(valueOf(row, measured))
      }
    }
  } finally {
    for (const { running } of contenders) await running.stop()
  }
  const [ours, ...others] = contenders.map(({ peer, title, running: { version }, values }) => {
    return { ...(peer && { peer }), title, version, value: median(values), boxes: values }
  })
  return { row, ours: ours!, peers: others, at: new Date() }
}

function valueOf({ unit, workload }: Row, { done, seconds, p50 }: Box): number {
  if (unit === 'ms p50') return p50
  return (done / seconds) * (unit === 'steps/s' ? workloads[workload] : 1)
}

/** Whether more is better. */
const isRate = ({ unit }: Row) => unit !== 'ms p50'

/** How ours compares to the peer of the row, and which peer is the best one. Undefined if that peer wasn't measured. */
export function comparison({ row, ours, peers }: MeasuredRow) {
  const other = peers.find(({ peer }) => peer === row.against)
  if (other === undefined) return undefined
  const better = (a: Measured, b: Measured) => (isRate(row) === a.value > b.value ? a : b)
  const ratio = ours.value / other.value
  const reached = (goal: number) => (isRate(row) ? ratio >= goal : ratio <= goal)
  const verdict = reached(row.stretch) ? 'stretch reached' : reached(row.must) ? 'reached' : 'not reached'
  return { other, ratio, verdict, best: peers.reduce(better) } as const
}
