import { label, svg } from './svg.ts'

/** A message between two parties. */
export interface Message {
  readonly from: string
  readonly to: string
  readonly text: string
  /** A second line, in quiet letters. */
  readonly more?: string
}

const top = 64
const lane = 250
const margin = 110
const step = 52

/** Draws messages between parties, from top to bottom. The parties are columns in the order given. */
export function sequence(title: string, parties: readonly string[], messages: readonly Message[]): string {
  const width = 2 * margin + lane * (parties.length - 1)
  const height = top + step * messages.length + 24
  const xOf = (party: string) => margin + lane * parties.indexOf(party)
  const columns = parties.flatMap(party => [
    `  <rect class="box" x="${xOf(party) - 85}" y="14" width="170" height="32" rx="6" />`,
    label(xOf(party), 35, party, 'head'),
    `  <line class="line" x1="${xOf(party)}" y1="46" x2="${xOf(party)}" y2="${height - 12}" stroke-dasharray="3 4" />`,
  ])
  const arrows = messages.flatMap(({ from, to, text, more }, index) => {
    const y = top + step * (index + 1) - 14
    const [start, end] = [xOf(from), xOf(to)]
    const back = end < start ? 8 : -8
    const middle = (start + end) / 2
    return [
      label(middle, y - 8, text, 'middle'),
      ...(more === undefined ? [] : [label(middle, y + 15, more, 'middle quiet')]),
      `  <path class="arrow" d="M${start} ${y} H${end + back}" />`,
      `  <path class="tip" d="M${end} ${y} l${back} -5 v10 z" />`,
    ]
  })
  return svg(width, height, title, [...columns, ...arrows])
}
