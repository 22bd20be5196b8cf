import type { StepView } from '@reyield/inspect'
import { within } from '../model/zoom.ts'
import type { RunAt, TimelineState } from './timeline-state.ts'

/** Marks that are nearer than this share of the row are one. */
const width = 1000

interface Mark {
  readonly from: number
  readonly to: number
}

/** Marks as one path: thousands of them are as few elements as one. */
function pathOf(marks: readonly Mark[], { zoom, scale }: TimelineState): string {
  const ends = new Map<number, number>()
  for (const { from, to } of marks) {
    const [a, b] = [within(zoom.value, scale.value.x(from)), within(zoom.value, scale.value.x(to))]
    if (b < 0 || a > 1) continue
    const [left, right] = [Math.round(Math.max(a, 0) * width), Math.round(Math.min(b, 1) * width)]
    ends.set(left, Math.max(ends.get(left) ?? 0, right))
  }
  return [...ends]
    .map(([left, right]) => `M${left} 0h${Math.max(right - left, 2)}v10h${-Math.max(right - left, 2)}z`)
    .join('')
}

interface Props {
  readonly timeline: TimelineState
  readonly of: RunAt
}

/** Decision tasks: their waits in the queue, and how long they were decided. Those that went wrong stand out. */
export function DeciderMarks({ timeline, of }: Props) {
  const { at, view } = of
  const waits: Mark[] = []
  const decided: Mark[] = []
  const bad: Mark[] = []
  for (const { scheduled, started, closed, state, held } of view.decisionTasks) {
    if (scheduled.eventId > at.eventId) break
    const been = (ref: typeof closed) =>
      ref !== undefined && ref.eventId <= at.eventId ? ref.at.getTime() : undefined
    const [from, begun, end] = [scheduled.at.getTime(), been(started), been(closed)]
    waits.push({ from, to: begun ?? end ?? at.now })
    const isBad = end !== undefined && (state === 'timedOut' || held !== undefined)
    if (begun !== undefined || isBad) (isBad ? bad : decided).push({ from: begun ?? from, to: end ?? at.now })
  }
  return (
    <svg class="marks" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
      <path class="marks-wait" d={pathOf(waits, timeline)} />
      <path class="marks-run" d={pathOf(decided, timeline)} />
      <path class="marks-bad" d={pathOf(bad, timeline)} />
    </svg>
  )
}

/** When signals arrived. */
export function SignalMarks({ steps, timeline, of }: Props & { readonly steps: readonly StepView[] }) {
  const marks = steps
    .filter(({ requested }) => requested.eventId <= of.at.eventId)
    .map(({ requested }) => ({ from: requested.at.getTime(), to: requested.at.getTime() }))
  return (
    <svg class="marks" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
      <path class="marks-signal" d={pathOf(marks, timeline)} />
    </svg>
  )
}
