import { relative } from 'node:path'
import type { SourceLine } from '@reyield/inspect'
import { joined, paint, type Text } from '../output/text.ts'

/** `src/order.ts:12`, relative to the current folder if the file is below it. */
export function placeOf({ file, line }: SourceLine): string {
  const near = relative(process.cwd(), file)
  return `${near.startsWith('..') || near === '' ? file : near}:${line}`
}

/** A source line: its place, its function and its text. */
export function sourceText(source: SourceLine): Text {
  const { name, text } = source
  return joined([
    paint.blue(placeOf(source)),
    ...(name === undefined ? [] : [paint.dim(` in ${name}`)]),
    ...(text === undefined ? [] : [`  ${text.trim()}`]),
  ])
}

/** Source lines without those that the next one repeats, as an arrow function within a call does. */
export const distinctLines = (lines: readonly SourceLine[]): SourceLine[] =>
  lines.filter(
    (line, index) => lines[index + 1] === undefined || placeOf(line) !== placeOf(lines[index + 1]!),
  )
