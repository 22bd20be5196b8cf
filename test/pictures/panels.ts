import { label, svg } from './svg.ts'

/** What a decider sees and does at one decision task. */
export interface Panel {
  readonly title: string
  /** The events of the history up to then, the new ones with `isNew`. */
  readonly events: readonly { readonly text: string; readonly isNew: boolean }[]
  /** The source, and the lines at which the program waits afterward, counted from 1. */
  readonly waitsAt: readonly number[]
  readonly decisions: readonly string[]
}

const lineHeight = 17
const columns = { events: 20, code: 330, decisions: 800 }

/** Draws how one program is run again at each decision task. */
export function panels(title: string, source: readonly string[], all: readonly Panel[]): string {
  const parts: string[] = []
  let y = 12
  for (const { title: heading, events, waitsAt, decisions } of all) {
    const rows = Math.max(events.length, source.length, decisions.length)
    const height = 62 + rows * lineHeight
    const first = y + 62
    parts.push(`  <rect class="box" x="10" y="${y}" width="1080" height="${height}" rx="6" />`)
    parts.push(label(columns.events, y + 22, heading, 'here'))
    parts.push(label(columns.events, y + 42, 'The history', 'quiet'))
    parts.push(label(columns.code, y + 42, 'The code runs from its start', 'quiet'))
    parts.push(label(columns.decisions, y + 42, 'The answer', 'quiet'))
    events.forEach(({ text, isNew }, row) =>
      parts.push(label(columns.events, first + row * lineHeight, text, isNew ? '' : 'past')),
    )
    source.forEach((text, row) => {
      const at = first + row * lineHeight
      if (waitsAt.includes(row + 1))
        parts.push(
          `  <rect class="mark" x="${columns.code - 6}" y="${at - 13}" width="455" height="${lineHeight}" />`,
        )
      parts.push(label(columns.code, at, text, 'code'))
    })
    decisions.forEach((text, row) => parts.push(label(columns.decisions, first + row * lineHeight, text)))
    y += height + 10
  }
  return svg(1100, y, title, parts)
}
