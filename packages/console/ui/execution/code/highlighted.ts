import { parse, type ParsedLine } from 'sugar-high/core'
import * as typescript from 'sugar-high/lang/typescript'

/** A part of a line with one color. */
export interface Token {
  /** What it is in the language: `keyword`, `string`, `comment`, … */
  readonly type: string
  readonly text: string
}

/** A longer text isn't colored, because that would take too long. In characters. */
const mostColored = 300_000

const plain = new Set(['identifier', 'space', 'break'])

/** The lines of a source text as parts with colors. They are drawn as text, so nothing in them can run. */
export function highlighted(text: string): readonly (readonly Token[])[] {
  if (text.length > mostColored) return text.split('\n').map(line => [{ type: '', text: line }])
  return parse(text, typescript).lines.map(tokensOf)
}

/** Neighbors of one color are one part. */
function tokensOf({ tokens }: ParsedLine): readonly Token[] {
  const parts: { type: string; text: string }[] = []
  for (const { type, value } of tokens) {
    const color = plain.has(type) ? '' : type
    const last = parts.at(-1)
    const shown = value.replace('\n', '')
    if (last?.type === color) last.text += shown
    else if (shown !== '') parts.push({ type: color, text: shown })
  }
  return parts
}
