import { spanText } from '../../parts/time-text.ts'
import type { Segment } from '../model/segments.ts'
import type { StateAt } from '../model/step-at.ts'
import { within } from '../model/zoom.ts'
import { toneOf } from '../step-look.tsx'
import type { TimelineState } from './timeline-state.ts'

interface Props {
  readonly segments: readonly (Omit<Segment, 'kind'> & { readonly kind: Segment['kind'] | 'group' })[]
  readonly timeline: TimelineState
  readonly state: StateAt
}

const words: Readonly<Record<Props['segments'][number]['kind'], string>> = {
  queue: 'in its queue for',
  run: 'ran for',
  wait: 'waited for',
  left: 'time left:',
  later: 'later:',
  group: 'took',
}

/** The stretches of a row in view. */
export function Bars({ segments, timeline, state }: Props) {
  const zoom = timeline.zoom.value
  const scale = timeline.scale.value
  return (
    <>
      {segments.map((segment, index) => {
        const [from, to] = [within(zoom, scale.x(segment.from)), within(zoom, scale.x(segment.to))]
        if (to < 0 || from > 1) return null
        const [left, right] = [Math.max(from, -0.01), Math.min(to, 1.01)]
        const { kind, ended, attempt } = segment
        const open = kind === 'run' && ended === undefined ? `open-${toneOf(state)}` : ''
        return (
          <i
            key={index}
            class={`bar ${kind} ${ended ?? ''} ${open}`}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
            title={`${attempt === undefined ? '' : `Attempt ${attempt}: `}${words[kind]} ${spanText(segment.to - segment.from)}`}
          />
        )
      })}
    </>
  )
}
