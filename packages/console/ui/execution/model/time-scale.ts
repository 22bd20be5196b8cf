/** A stretch of time, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A part of the axis: time runs evenly within it. */
export interface Piece extends Stretch {
  /** Where it is drawn, 0 (the beginning) to 1 (the end of the axis). */
  readonly x0: number
  readonly x1: number
  /** Nothing happened in it, so it's drawn short. */
  readonly idle: boolean
}

/** Where times are drawn. */
export interface TimeScale {
  readonly pieces: readonly Piece[]
  /** 0 to 1; less or more for times outside. */
  x(time: number): number
  /** The time that is drawn at a place. */
  time(x: number): number
}

/** The width of a short piece, as a share of the axis, and that of all of them together. */
const idleWidth = 0.035
const mostIdleWidth = 0.35

/** An idle stretch is drawn short if it's longer than this share of the time in which something happened, and than a second. */
const longShare = 0.12
const leastLong = 1000

/**
 * A scale over a whole run. `busy`: stretches in which something ran or waited in a queue, in any order; what lies between them is idle.
 * With `collapse` the long idle ones are drawn short, so that a run of two days that works for two minutes can be read.
 */
export function timeScale(whole: Stretch, busy: readonly Stretch[], collapse: boolean): TimeScale {
  const all = { from: whole.from, to: Math.max(whole.to, whole.from + 1) }
  const gaps = collapse ? idleStretches(all, busy) : []
  const share = gaps.length === 0 ? 0 : Math.min(idleWidth, mostIdleWidth / gaps.length)
  const rest = 1 - share * gaps.length
  const busyTime = all.to - all.from - gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  const pieces: Piece[] = []
  let [time, x] = [all.from, 0]
  const add = (to: number, idle: boolean) => {
    if (to <= time) return
    const width = idle ? share : busyTime === 0 ? rest : ((to - time) / busyTime) * rest
    pieces.push({ from: time, to, x0: x, x1: x + width, idle })
    ;[time, x] = [to, x + width]
  }
  for (const gap of gaps) {
    add(gap.from, false)
    add(gap.to, true)
  }
  add(all.to, false)
  return { pieces, x: time => xOf(pieces, time), time: x => timeOf(pieces, x) }
}

/** Long stretches between busy ones, in order. */
function idleStretches(whole: Stretch, busy: readonly Stretch[]): Stretch[] {
  const merged: { from: number; to: number }[] = []
  for (const { from, to } of busy.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  const edges = [{ from: whole.from, to: whole.from }, ...merged, { from: whole.to, to: whole.to }]
  const gaps = edges.slice(1).map(({ from }, index) => ({ from: edges[index]!.to, to: from }))
  // The shortest first: those that aren't long count as time in which something happened.
  let active = merged.reduce((sum, { from, to }) => sum + to - from, 0)
  const long = gaps
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))
    .filter(({ from, to }) => {
      const isLong = to - from >= Math.max(leastLong, active * longShare)
      if (!isLong) active += Math.max(0, to - from)
      return isLong
    })
  return long.toSorted((a, b) => a.from - b.from)
}

function xOf(pieces: readonly Piece[], time: number): number {
  const piece = find(pieces, ({ to }) => time <= to)
  return piece.x0 + ((time - piece.from) / (piece.to - piece.from)) * (piece.x1 - piece.x0)
}

function timeOf(pieces: readonly Piece[], x: number): number {
  const piece = find(pieces, ({ x1 }) => x <= x1)
  const share = piece.x1 === piece.x0 ? 0 : (x - piece.x0) / (piece.x1 - piece.x0)
  return piece.from + share * (piece.to - piece.from)
}

/** The first piece for which something holds, which then holds for all later ones; else the last. */
function find(pieces: readonly Piece[], holds: (piece: Piece) => boolean): Piece {
  let [low, high] = [0, pieces.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(pieces[middle]!)) high = middle
    else low = middle + 1
  }
  return pieces[low]!
}
