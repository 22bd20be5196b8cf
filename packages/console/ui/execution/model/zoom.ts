/** The part of the axis that is shown, from 0 to 1. */
export interface Zoom {
  readonly x0: number
  readonly x1: number
}

export const whole: Zoom = { x0: 0, x1: 1 }

/** A part of the axis never gets narrower than this. */
const narrowest = 1e-5

/** A narrower (`factor` < 1) or wider part, in which `around` stays where it is. */
export function zoomed({ x0, x1 }: Zoom, factor: number, around: number): Zoom {
  const width = Math.min(1, Math.max(narrowest, (x1 - x0) * factor))
  const share = x1 === x0 ? 0.5 : Math.min(Math.max((around - x0) / (x1 - x0), 0), 1)
  return moved({ x0: around - share * width, x1: around - share * width + width }, 0)
}

/** The part, moved by a share of the axis, but not beyond its ends. */
export function moved({ x0, x1 }: Zoom, by: number): Zoom {
  const width = Math.min(1, x1 - x0)
  const from = Math.min(Math.max(x0 + by, 0), 1 - width)
  return { x0: from, x1: from + width }
}

/** The part, moved so that a place is in it. */
export function showing(zoom: Zoom, x: number): Zoom {
  const width = zoom.x1 - zoom.x0
  if (x < zoom.x0) return moved(zoom, x - zoom.x0 - width * 0.1)
  return x > zoom.x1 ? moved(zoom, x - zoom.x1 + width * 0.1) : zoom
}

/** Where a place of the axis is in the part: 0 to 1 within it. */
export const within = ({ x0, x1 }: Zoom, x: number): number => (x - x0) / (x1 - x0)
