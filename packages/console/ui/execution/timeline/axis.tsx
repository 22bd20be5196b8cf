import { useEffect, useRef, useState } from 'preact/hooks'
import { spanText } from '../../parts/time-text.ts'
import { ticks } from '../model/ticks.ts'
import type { Piece } from '../model/time-scale.ts'
import { moved, within, zoomed } from '../model/zoom.ts'
import type { TimelineState } from './timeline-state.ts'

/** Space for the text of a mark, in pixels. */
const tickWidth = 62

/** The head of the timeline: times since the start, and how long the idle stretches are that are drawn short. It can be dragged. */
export function Axis({ timeline }: { readonly timeline: TimelineState }) {
  const { run } = timeline
  const axis = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  useEffect(() => {
    const sizes = new ResizeObserver(() => setWidth(Math.max(60, axis.current?.clientWidth ?? 0)))
    sizes.observe(axis.current!)
    return () => sizes.disconnect()
  }, [])
  const zoom = timeline.zoom.value
  const scale = timeline.scale.value
  const start = run.times.value.at(1)
  const left = (x: number) => ({ left: `${within(zoom, x) * 100}%` })
  const placeAt = (clientX: number) => {
    const box = axis.current!.getBoundingClientRect()
    return zoom.x0 + ((clientX - box.left) / Math.max(1, box.width)) * (zoom.x1 - zoom.x0)
  }
  const go = (clientX: number) => run.go(run.times.peek().lastBefore(scale.time(placeAt(clientX))))
  const onWheel = (event: WheelEvent) => {
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
    if (!event.ctrlKey && !isSideways) return
    event.preventDefault()
    const by = (event.deltaX || event.deltaY) / 600
    timeline.zoom.value = isSideways
      ? moved(zoom, by * (zoom.x1 - zoom.x0))
      : zoomed(zoom, Math.exp(event.deltaY / 200), placeAt(event.clientX))
  }
  return (
    <>
      <div role="columnheader">Step</div>
      <div role="columnheader" class="axis-cell">
        <span class="unseen">Time</span>
        <div
          ref={axis}
          class="axis"
          aria-hidden="true"
          onWheel={onWheel}
          onPointerDown={event => {
            axis.current!.setPointerCapture(event.pointerId)
            go(event.clientX)
          }}
          onPointerMove={event => {
            if (axis.current!.hasPointerCapture(event.pointerId)) go(event.clientX)
          }}
        >
          {ticks(scale, start, zoom.x0, zoom.x1, tickWidth / width)
            .filter(({ x }) => within(zoom, x) < 1 - (0.7 * tickWidth) / width)
            .map(({ since, x, text }) => (
              <span key={since} class="tick" style={left(x)}>
                {text}
              </span>
            ))}
          {gapsOf(timeline, tickWidth / width).map(piece => (
            <span
              key={piece.from}
              class="gap"
              style={{ '--x': `${within(zoom, (piece.x0 + piece.x1) / 2) * 100}%` }}
              title={`Nothing ran for ${spanText(piece.to - piece.from)}`}
            >
              {spanText(piece.to - piece.from)}
            </span>
          ))}
        </div>
      </div>
      <div role="columnheader" class="number">
        Took
      </div>
    </>
  )
}

/** Idle stretches in view whose texts don't run into each other. */
function gapsOf({ scale, zoom }: TimelineState, nearest: number): readonly Piece[] {
  const { x0, x1 } = zoom.value
  const shown: Piece[] = []
  for (const piece of scale.value.pieces) {
    if (!piece.idle || piece.x1 <= x0 || piece.x0 >= x1) continue
    const last = shown.at(-1)
    if (last === undefined || (piece.x0 - last.x0) / (x1 - x0) >= nearest) shown.push(piece)
  }
  return shown
}
